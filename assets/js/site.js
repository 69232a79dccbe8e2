// Comforts only: every page can be read and used without this file. theme.js has put on the chosen theme already.
"use strict";
(() => {
  const root = document.documentElement;

  const remembered = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const remember = (theme) => { try { theme ? localStorage.setItem("theme", theme) : localStorage.removeItem("theme"); } catch { /* private browsing */ } };
  const wear = (theme) => { theme ? root.setAttribute("data-theme", theme) : root.removeAttribute("data-theme"); };
  const known = (theme) => (theme === "light" || theme === "dark" ? theme : null);

  function themes() {
    const chooser = document.querySelector("[data-theme-chooser]");
    if (!chooser) return;
    const select = chooser.querySelector("select");
    select.value = known(remembered()) ?? "system";
    select.addEventListener("change", () => { const theme = known(select.value); remember(theme); wear(theme); });
    addEventListener("storage", () => { const theme = known(remembered()); wear(theme); select.value = theme ?? "system"; });
    chooser.hidden = false;
  }

  function copying() {
    const said = document.querySelector("[data-announce]");
    if (!said || !navigator.clipboard) return;
    for (const button of document.querySelectorAll("button[data-copy]")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.dataset.copy);
        said.textContent = "";
        setTimeout(() => { said.textContent = said.dataset.announce; }, 50); // an unchanged text is not said again
      });
    }
  }

  function clocks() {
    const shown = [...document.querySelectorAll("[data-zone]")].map((place) => {
      const options = { timeZone: place.dataset.zone, weekday: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
      try { return [place, new Intl.DateTimeFormat(root.lang, options)]; } catch { return null; } // a zone this browser does not know
    }).filter(Boolean);
    const tell = () => { for (const [place, format] of shown) { place.textContent = format.format(new Date()); (place.closest("[data-enhanced]") ?? place).hidden = false; } };
    if (!shown.length) return;
    tell();
    setInterval(tell, 15000);
  }

  // Sections are folded where the chapter has told what they list. Who follows a link into one, or prints, wants it open.
  function folds() {
    const reveal = () => {
      const target = document.getElementById(location.hash.slice(1)); // ids are plain ASCII
      const fold = target?.closest("details.fold");
      if (fold && !fold.open) { fold.open = true; target.scrollIntoView(); }
    };
    addEventListener("hashchange", reveal);
    reveal();
    let opened = [];
    addEventListener("beforeprint", () => { opened = [...document.querySelectorAll("details.fold:not([open])")]; for (const fold of opened) fold.open = true; });
    addEventListener("afterprint", () => { for (const fold of opened) fold.open = false; });
  }

  themes();
  copying();
  clocks();
  folds();
})();
