// The demo page's own few lines: both languages are on the page, this shows one, and the chat follows and is followed.
(() => {
  const root = document.documentElement;
  const titles = { en: document.title, es: document.title };
  for (const meta of document.querySelectorAll("meta[data-title]")) titles[meta.dataset.title] = meta.content;
  const chat = () => document.querySelector("sendero-chat");

  function show(language) {
    root.lang = language;
    document.title = titles[language];
    for (const link of document.querySelectorAll("a[data-language]")) {
      if (link.dataset.language === language) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-language]");
    if (!link) return;
    event.preventDefault();
    const { language } = link.dataset;
    show(language);
    history.replaceState(null, "", `?lang=${language}`);
    const element = chat();
    if (element) element.language = language;
  });
  show(root.lang === "es" ? "es" : "en");
})();
