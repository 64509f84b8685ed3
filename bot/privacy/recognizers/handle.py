"""Handles and profile links: "@x", "ig: x", "my insta is x", linkedin.com/in/x. Public sites survive."""

from __future__ import annotations

from collections.abc import Iterable

from bot.privacy.names.lexicon import lexicon
from bot.privacy.names.words import word_set
from bot.privacy.recognizers.base import CERTAIN, LIKELY, Found, Recognizer, Text, matches, pattern

_NETWORK = (
    r"(?:insta(?:gram)?|ig|snap(?:chat)?|sc|twitter|tik\ ?tok|tt|facebook|fb|face|discord|disc|telegram|twitch"
    r"|threads|linked\ ?in|git\ ?hub|reddit|steam|xbox(?:\ live)?|psn"
    r"|roblox|youtube|yt|kik|signal|whats?app|wechat|venmo|cash\ ?app|zelle|pinterest|tumblr|behance|be\ ?real"
    r"|duolingo|tryhackme|hackthebox|bluesky|mastodon)"
)
_USER = (
    r"(?:user\ ?name|user|usuario|nombre\ de\ usuario|handle|gamertag|gamer\ tag|screen\ name|login|alias|@"
    r"|tag|cuenta|account|perfil|profile)"
)
_NAME = r"(?P<name>[\w][\w.\-]{1,38}[\w](?:\#\d{4})?|[\w][\w.]{2,}[_.]+)"
_AT = pattern(r"(?<![\w@./])@(?P<name>[a-z_][\w.\-]{1,38}[\w_]|[a-z_]\w)(?![\w@]|\.[a-z]{2,3}\b)")
_SPACED_AT = pattern(rf"\b{_NETWORK}\W{{1,4}}(?:\w+\W){{0,2}}?@\s{{1,2}}{_NAME}")
_CUED = pattern(
    rf"(?<![\w/.@])(?P<network>{_NETWORK})(?:'s)?(?:\ (?P<user>{_USER}))?(?P<link>\s*[:=-]+\s*@?|\s+(?:is|es"
    r"|its|it's|as|como|handle\ is|name\ is|name|se\ llama|me\ llamo|esta\ como|soy|estoy\ como|under"
    r"|called)\s+@?|\s+@\s?|\s+)"
    rf"(?P<quote>[\"']?){_NAME}"
)
_USERNAME = pattern(
    rf"(?<![\w/.@])(?:(?:my|mi|the|el|su)\s(?:{_NETWORK}\s)?{_USER}|gamer\ ?tag|user\ ?name|usuario"
    rf"|screen\ ?name)(?:\s*[:=]\s*@?|\s+(?:is|es|on\s\w+\sis|en\s\w+\ses|de\s\w+\ses)\s+@?){_NAME}"
)
_ADD_ME = pattern(
    r"\b(?:add|follow|find|dm|message|sigueme|siganme|agregame|buscame|encuentrame|escribeme)\s(?:me\s)?(?:on"
    rf"|en|at|por|al)\s(?:mi\s|my\s|the\s)?{_NETWORK}\W{{1,3}}(?:(?:at|as|como|under|con|its|es|soy|im"
    rf"|i'm)\s)*@?{_NAME}"
)
_ON = pattern(
    rf"(?<![\w/.@])(?:im|i'm|i\ am|soy|estoy\ como|me\ llamo|salgo\ como|aparezco\ como|its|es)\s@?{_NAME}\s"
    rf"(?:on|en)\s{_NETWORK}\b"
)
_CASHTAG = pattern(r"(?<![\w$])\$[a-z][\w-]{2,30}")
_SCREEN = pattern(r"(?<![\w/.@#])[a-z][\w.]{1,30}\#\d{4}(?!\w)")

_PERSONAL = (
    r"linkedin\.com/in/|linkedin\.com/pub/|instagram\.com/|facebook\.com/|fb\.com/|fb\.me/|m\.me/"
    r"|tiktok\.com/@?|twitter\.com/|x\.com/|snapchat\.com/add/|snapchat\.com/t/|t\.me/|wa\.me/"
    r"|youtube\.com/@|youtube\.com/(?:c|user|channel)/|behance\.net/|dribbble\.com/|medium\.com/@"
    r"|reddit\.com/u(?:ser)?/|linktr\.ee/|github\.com/|gitlab\.com/|bitbucket\.org/|codepen\.io/"
    r"|kaggle\.com/|twitch\.tv/|threads\.net/@?|about\.me/|carrd\.co/|venmo\.com/(?:u/)?|cash\.app/\$?"
    r"|paypal\.me/|soundcloud\.com/|steamcommunity\.com/id/|tryhackme\.com/p/|app\.hackthebox\.com/\w+/"
    r"|credly\.com/users/|stackoverflow\.com/users/|leetcode\.com/(?:u/)?|replit\.com/@|pinterest\.com/"
    r"|discord(?:app)?\.com/users/|bsky\.app/profile/|public\.tableau\.com/(?:app/)?profile/|figma\.com/@"
    r"|sites\.google\.com/(?:view|site)/|docs\.google\.com/\w+/d/|drive\.google\.com/\S+?/|calendly\.com/"
    r"|wordpress\.com/"
)
_LINK = pattern(
    rf"(?<![\w@])(?:https?\s?:\s?//\s?)?(?:www\.|m\.|mx\.|es\.)?(?:\w{{2}}\.)?(?P<site>{_PERSONAL})"
    r"(?P<path>[^\s<>\"')]+)"
)
_OWN_SITE = pattern(
    r"(?<![\w@])(?:https?://)?(?!www\.)[\w-]{3,}\.(?:github\.io|gitlab\.io|wixsite\.com|carrd\.co|weebly\.com"
    r"|wordpress\.com|blogspot\.com|netlify\.app|vercel\.app|herokuapp\.com|tumblr\.com|myportfolio\.com"
    r"|substack\.com)(?:/[^\s<>\"')]*)?"
)
_MY_SITE = pattern(
    r"\b(?:my|mi)\s(?:\w+\s)?(?:website|site|portfolio|page|blog|sitio|pagina|portafolio|web)\s?(?:is|es|at|:"
    r"|=)?\s?(?P<site>(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:/[^\s<>\"')]*)?)"
)
# First parts of a path that belong to the site, not to a person.
_SITE_PAGES = word_set(
    "learning company school jobs features pricing about login signup explore topics marketplace search help "
    "groups events watch hashtag p reel results courses feed home settings share sponsors collections trending "
    "orgs education customer-stories security enterprise apps hc legal privacy policies business pulse in"
)
_NOT_NAMES = word_set(
    "is es it the my mi and or y o for para ads page post posts account live stories story reels video videos "
    "app chat dm dms group grupo groups message messages messenger marketplace marketing manager developer "
    "profile perfil cuenta certificate premium learning jobs job like como on in en de del que a to at with con "
    "no not was also too so but if si search server nitro bot bots lite shop filters streaks tiktok instagram "
    "twitter facebook snapchat linkedin youtube github down slow free better good bad pages web por un una user "
    "username usuario name handle actions copilot desktop repo repos repository accounts link links url me him "
    "her u ur you influencer influencers famous coach help tips addict channel channels creator creators content "
    "ad advertisement class classes course courses anymore instead private public blocked hacked deleted banned "
    "gratis y/o tampoco tambien"
)


class HandleRecognizer(Recognizer):
    entity = "URL_HANDLE"

    def find(self, text: Text) -> Iterable[Found]:
        folded = text.folded
        if "." in folded:
            yield from self._links(folded)
        if "@" in folded:
            for match in matches(_AT, folded):
                if not folded[: match.start()].rstrip().endswith((" at", "arroba")) and len(match["name"]) >= 2:
                    yield Found(*_trim(folded, *match.span()), LIKELY + 0.1)
            for match in matches(_SPACED_AT, folded):
                yield Found(*match.span("name"), LIKELY)
        for match in matches(_CUED, folded):
            if self._is_name(match["name"], match["link"], match["user"] is not None, match["network"]):
                yield Found(*_trim(folded, *match.span("name")), LIKELY + 0.1)
        for compiled in (_USERNAME, _ADD_ME, _ON):
            for match in matches(compiled, folded):
                if match["name"] not in _NOT_NAMES and not _is_plain(match["name"], strict=compiled is _ON):
                    yield Found(*_trim(folded, *match.span("name")), LIKELY + 0.1)
        for mark, compiled in (("#", _SCREEN), ("$", _CASHTAG)):
            if mark in folded:
                for match in matches(compiled, folded):
                    yield Found(*match.span(), LIKELY)

    def _links(self, folded: str) -> Iterable[Found]:
        for match in matches(_LINK, folded):
            first = match["path"].strip("@/").split("/")[0].split("?")[0]
            if first and first not in _SITE_PAGES:
                yield Found(*_trim(folded, *match.span()), CERTAIN)
        for compiled in (_OWN_SITE,):
            for match in matches(compiled, folded):
                yield Found(*_trim(folded, *match.span()), LIKELY)
        for match in matches(_MY_SITE, folded):
            yield Found(*_trim(folded, *match.span("site")), LIKELY)

    def _is_name(self, name: str, link: str, said_user: bool, network: str) -> bool:
        """ "snap is down" names nobody: a plain word is a handle only after a colon, an @ or the word username."""
        name = name.strip("._-")
        if name in _NOT_NAMES or len(name) < 3 or (name.isdigit() and network != "whatsapp"):
            return False
        if "." in name and name.rsplit(".", 1)[1] in ("com", "org", "net", "edu", "gov"):
            return False
        if "@" in link or any(c.isdigit() or c in "_." for c in name):
            return link.strip() != "" or any(c.isdigit() or c == "_" for c in name)
        if ":" in link or "=" in link or said_user:
            return not _is_plain(name, strict=False)
        return link.strip() not in ("", "-") and not _is_plain(name, strict=True)


def _is_plain(name: str, strict: bool) -> bool:
    """An ordinary word; when `strict`, also one that a list knows as a name or place may not stand as a handle."""
    if any(c.isdigit() or c in "_.#-" for c in name):
        return False
    known = lexicon()
    return known.is_word(name) or known.in_place(name) or (strict and len(name) < 4)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the sentence's own punctuation at the end."""
    while end > start and text[end - 1] in ".,;:!?)'\"":
        end -= 1
    return start, end
