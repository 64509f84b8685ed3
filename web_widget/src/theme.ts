/** A partner's colour, made readable: whatever is asked for, text on it and text in it keeps a contrast of 4.5. */

type Rgb = [number, number, number];

export function parseColour(value: string | null): Rgb | null {
  const hex = /^#?([\da-f]{3}|[\da-f]{6})$/i.exec(value?.trim() ?? "")?.[1];
  if (!hex) return null;
  const full = hex.length === 3 ? hex.replace(/./g, "$&$&") : hex;
  return [0, 2, 4].map((i) => parseInt(full.slice(i, i + 2), 16)) as Rgb;
}

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(one: Rgb, two: Rgb): number {
  const [low, high] = [luminance(one), luminance(two)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** `colour`, moved towards `towards` until it stands out from `against` by `least`. */
export function readable(colour: Rgb, against: Rgb, towards: Rgb, least = 4.6): string {
  let found = colour;
  for (let step = 0; step <= 20 && contrast(found, against) < least; step += 1)
    found = colour.map((channel, i) => Math.round(channel + (towards[i]! - channel) * (step / 20))) as Rgb;
  return `rgb(${found.join(" ")})`;
}

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** The lightest and the darkest background text in the accent colour stands on; panel.css uses the same. */
const PALE: Rgb = [244, 238, 230];
const DEEP: Rgb = [43, 50, 51];

/** The accent for light and dark surroundings, or null when none was given. */
export function accents(value: string | null): { light: string; dark: string } | null {
  const colour = parseColour(value);
  return colour && { light: readable(colour, PALE, BLACK), dark: readable(colour, DEEP, WHITE) };
}
