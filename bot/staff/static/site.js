// The site editor: the preview follows what is typed, a logo is made small before it is sent, a snippet is copied.
(() => {
  const form = document.getElementById("site-form");
  const show = document.getElementById("show-preview");
  let waiting;
  const preview = (after) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => form.requestSubmit(show), after);
  };
  form.addEventListener("input", () => preview(500));
  document.getElementById("preview-language").addEventListener("change", () => preview(0));
  preview(0);

  const logo = document.getElementById("logo");
  const remove = document.getElementById("logo-remove");
  document.getElementById("logo-file").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, 128 / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    logo.value = canvas.toDataURL("image/png");
    remove.hidden = false;
    event.target.value = "";
    preview(0);
  });
  remove.addEventListener("click", () => {
    logo.value = "";
    remove.hidden = true;
    preview(0);
  });

  for (const button of document.querySelectorAll("[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const area = document.getElementById(button.dataset.copies);
      try {
        await navigator.clipboard.writeText(area.value);
        document.getElementById("copied").textContent = "Copied.";
      } catch {
        area.select();
        document.getElementById("copied").textContent = "Selected: press Ctrl+C to copy.";
      }
    });
  }
})();
