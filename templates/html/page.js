// What the page does beyond showing itself. Without it the page is complete: a number links to its
// entry, contents and languages are links, figures and formulas stand as they are. The script
// stands in the head, so that the chosen colours are there before anything is painted.
(() => {
  "use strict";
  for (const face of document.fonts) face.load(); // before there is any text that it would move
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const part = (selector) =>
    document.getElementById("parts").content.querySelector(selector).cloneNode(true);
  const target = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));

  // Colours: the system's, unless the reader chose. A browser may forbid to remember (file://).
  const recall = () => { try { return localStorage.getItem("colours"); } catch { return null; } };
  const remember = (choice) => { try { localStorage.setItem("colours", choice); } catch { /* so be it */ } };
  const paint = (choice) => { root.dataset.colours = choice; };
  paint(recall() ?? "auto");
  root.classList.add("live");

  const colours = () => {
    const choices = part(".colours");
    document.querySelector(".tools").append(choices);
    for (const input of all("input", choices)) input.checked = input.value === root.dataset.colours;
    choices.addEventListener("change", ({ target: { value } }) => { paint(value); remember(value); });
  };

  // Contents: the last heading above the upper quarter of the window is where the reader is. The
  // margin reaches far up, so that a heading is "seen" from there on, however far a jump goes.
  const contents = () => {
    const rail = document.querySelector(".rail"), list = rail.querySelector(".contents");
    const now = rail.querySelector(".now"), languages = all("a[hreflang]");
    const headings = all("a", list).map((link) => ({ link, heading: target(link) }));
    const passed = new Set();
    let current;

    const mark = (place) => {
      if (place === current) return;
      current?.link.removeAttribute("aria-current");
      current = place;
      current?.link.setAttribute("aria-current", "true");
      now.textContent = current?.link.textContent ?? "";
      for (const language of languages) language.hash = current?.heading.id ?? "";
      reveal();
    };
    const reveal = () => {
      if (!current) return;
      const { top, bottom } = current.link.getBoundingClientRect(), box = list.getBoundingClientRect();
      if (top < box.top || bottom > box.bottom) list.scrollTop += top - box.top - box.height / 2;
    };
    const watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) passed[entry.isIntersecting ? "add" : "delete"](entry.target);
      mark(headings.findLast(({ heading }) => passed.has(heading)));
    }, { rootMargin: "9999999px 0px -75% 0px" });
    for (const { heading } of headings) watcher.observe(heading);

    // On a narrow screen the list hangs below a bar and goes away once it has served.
    const menu = rail.querySelector("details"), wide = matchMedia("(min-width: 76rem)");
    const fit = () => { menu.open = wide.matches; };
    const away = () => { if (!wide.matches) menu.open = false; };
    fit();
    wide.addEventListener("change", fit);
    menu.addEventListener("toggle", reveal);
    rail.classList.add("ready");
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target) || event.target.closest(".contents a")) away();
    });
    rail.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || wide.matches || !menu.open) return;
      away();
      menu.firstElementChild.focus();
    });
  };

  // Receipts: what the list of numbers says about a number, beside the number itself. In the same
  // way a citation shows its source.
  const receipts = () => {
    const sheet = part(".sheet"), body = sheet.querySelector(".receipt"), more = sheet.querySelector(".entry");
    const numbers = "a.n", told = `${numbers}, .cite a`;
    let number = null, pressedAgain = false;
    document.body.append(sheet);
    for (const link of all(told)) link.setAttribute("aria-haspopup", "dialog");

    /** What stands in an element, in another one. */
    const as = (tag, { childNodes }) => {
      const made = document.createElement(tag);
      made.append(...[...childNodes].map((node) => node.cloneNode(true)));
      return made;
    };
    /** The entry of a number; the heading above it names the file that it was read from. */
    const receipt = (entry) => {
      const made = as("div", entry);
      const [name, file] = all("h3 > span", entry.parentElement);
      if (file) made.querySelector("dl").append(as("dt", name), as("dd", file));
      return made.childNodes;
    };
    const source = (entry) => {
      const made = as("p", entry.lastElementChild);
      made.className = "what";
      return [made];
    };
    const open = (link) => {
      const isNumber = link.matches(numbers);
      number = link;
      body.replaceChildren(...(isNumber ? receipt : source)(target(link)));
      body.querySelector(".what").id = "sheet-what";
      more.textContent = isNumber ? more.dataset.number : more.dataset.source;
      more.hash = link.hash;
      sheet.showPopover({ source: link });
      sheet.scrollTop = 0;
      place();
      sheet.focus({ preventScroll: true });
    };
    /** Below the number, else above it, and never off the screen; at the foot of a phone. */
    const place = () => {
      const at = number.getBoundingClientRect(), gap = 8, edge = 12;
      const { offsetWidth: width, offsetHeight: height } = sheet;
      if (getComputedStyle(sheet).position === "fixed") {
        scrollBy({ top: Math.max(0, at.bottom + gap - (innerHeight - height)) });
        return;
      }
      const below = at.bottom + gap, above = at.top - gap - height;
      const fits = below + height + edge <= innerHeight || above < edge;
      const top = Math.max(edge, Math.min(fits ? below : above, innerHeight - height - edge));
      const left = Math.max(edge, Math.min(at.left - edge, root.clientWidth - width - edge));
      sheet.style.top = `${top + scrollY}px`;
      sheet.style.left = `${left + scrollX}px`;
    };

    // A press outside closes the sheet before the click arrives; on its own number it stays so.
    document.addEventListener("pointerdown", (event) => {
      pressedAgain = sheet.matches(":popover-open") && number.contains(event.target);
    }, true);
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.(told);
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (pressedAgain) sheet.hidePopover();
      else open(link);
      pressedAgain = false;
    });
    sheet.querySelector(".close").addEventListener("click", () => sheet.hidePopover());
    more.addEventListener("click", () => { number = null; sheet.hidePopover(); });
    sheet.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !sheet.contains(relatedTarget)) sheet.hidePopover();
    });
    sheet.addEventListener("toggle", ({ newState }) => {
      const nowhere = document.activeElement === document.body || sheet.contains(document.activeElement);
      if (newState === "closed" && nowhere) number?.focus({ preventScroll: true });
    });
  };

  // Figures: the drawing itself moves into a window as large as the screen, and back.
  const figures = () => {
    const window_ = part(".zoomed"), pan = window_.querySelector(".pan"), label = window_.querySelector(".label");
    let home = null;
    document.body.append(window_);
    const open = (figure) => {
      home = figure.querySelector(".drawing");
      const drawing = home.firstElementChild, { width, height } = drawing.viewBox.baseVal;
      label.textContent = figure.querySelector(".label").textContent;
      window_.setAttribute("aria-label", label.textContent);
      home.style.height = `${home.offsetHeight}px`;
      pan.style.setProperty("--ratio", width / height);
      pan.replaceChildren(drawing);
      window_.showModal();
      pan.scrollTo(0, 0);
    };
    window_.addEventListener("close", () => {
      home.append(...pan.childNodes);
      home.style.height = "";
      home.closest("figure").querySelector(".zoom").focus({ preventScroll: true });
    });
    window_.querySelector(".close").addEventListener("click", () => window_.close());
    pan.addEventListener("click", (event) => { if (event.target === pan) window_.close(); });
    for (const figure of all(".figure")) {
      const button = part(".zoom"), name = figure.querySelector(".label").textContent;
      button.setAttribute("aria-label", `${button.textContent}: ${name}`);
      figure.querySelector("figcaption").append(" ", button);
      for (const opener of [button, figure.querySelector(".drawing")]) opener.addEventListener("click", () => open(figure));
    }
  };

  // Formulas: the LaTeX that each one carries, for the clipboard.
  const formulas = () => {
    const status = part("[role=status]");
    document.body.append(status);
    const say = (button, text) => {
      const before = button.textContent;
      button.textContent = status.textContent = text;
      setTimeout(() => { button.textContent = before; status.textContent = ""; }, 2000);
    };
    const copy = async (equation, button) => {
      const latex = equation.querySelector("annotation").textContent;
      try {
        await navigator.clipboard.writeText(latex);
        say(button, button.dataset.done);
      } catch {
        select(equation, latex);
        say(button, button.dataset.byHand);
      }
    };
    /** Without a clipboard, such as in some browsers at file://, the reader's own keys copy. */
    const select = (equation, latex) => {
      const field = document.createElement("textarea");
      Object.assign(field, { value: latex, readOnly: true, className: "latex" });
      field.setAttribute("aria-label", "LaTeX");
      equation.after(field);
      field.select();
      field.addEventListener("blur", () => field.remove());
    };
    for (const equation of all(".equation")) {
      const button = part(".copy"), name = equation.querySelector(".no").getAttribute("aria-label");
      button.setAttribute("aria-label", button.dataset.name.replace("{}", name));
      button.addEventListener("click", () => copy(equation, button));
      equation.append(button);
    }
  };

  // Chromium leaves room to the right of a root for the widest sign it might have needed.
  const roots = () => document.fonts.ready.then(() => {
    const found = all("msqrt").map((sqrt) => {
      const spare = sqrt.getBoundingClientRect().right - sqrt.lastElementChild.getBoundingClientRect().right;
      return [sqrt, spare / parseFloat(getComputedStyle(sqrt).fontSize)];
    });
    for (const [sqrt, spare] of found) if (spare > 0.05) sqrt.style.marginRight = `${-spare}em`;
  });

  // What scrolls sideways can be reached by keyboard, and what does not is no stop on the way.
  const scrollers = () => {
    const fit = ({ target: box }) => {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    };
    const watcher = new ResizeObserver((entries) => entries.forEach(fit));
    for (const box of all(".scroll, .drawing, .display, pre")) watcher.observe(box);
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const begin of [colours, contents, receipts, figures, formulas, roots, scrollers]) begin();
  });
})();
