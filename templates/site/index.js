// Shows the page in one language: the one in the address, else the one chosen here before, else the
// first of the browser's languages that the report has. Without this script both stand side by side.
(() => {
  "use strict";
  const root = document.documentElement, known = ["ja", "en"], titles = {};
  const recall = () => { try { return localStorage.getItem("language"); } catch { return null; } };
  const remember = (choice) => { try { localStorage.setItem("language", choice); } catch { /* so be it */ } };
  const find = (...wanted) => wanted.find((language) => known.includes(language));
  const asked = () => find(location.hash.slice(1));
  const spoken = () => navigator.languages.map((tag) => tag.split("-")[0].toLowerCase());

  const show = (language) => {
    root.lang = root.dataset.language = language;
    if (titles[language]) document.title = titles[language];
    for (const link of document.querySelectorAll("nav a")) {
      if (link.lang === language) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  show(find(asked(), recall(), ...spoken()) ?? "en");

  document.addEventListener("DOMContentLoaded", () => {
    for (const title of document.querySelectorAll("h1")) {
      titles[title.closest("article").lang] = title.textContent;
    }
    for (const link of document.querySelectorAll("nav a")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        history.replaceState(null, "", link.hash);
        remember(link.lang);
        show(link.lang);
      });
    }
    show(root.dataset.language);
  });
  addEventListener("hashchange", () => { if (asked()) show(asked()); });
})();
