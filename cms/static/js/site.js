// Everything works without this file; it only makes it nicer.
const root = document.documentElement;
const nightOutside = matchMedia("(prefers-color-scheme: dark)");

const isDark = () => (root.dataset.theme ?? (nightOutside.matches ? "dark" : "light")) === "dark";

function keepTheme(theme) {
  const followsSystem = theme === (nightOutside.matches ? "dark" : "light");
  if (followsSystem) delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    if (followsSystem) localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Storage is closed: the choice lasts as long as the page.
  }
}

function themeSwitches() {
  const buttons = document.querySelectorAll("[data-theme-switch]");
  const label = () => {
    for (const button of buttons) button.setAttribute("aria-label", isDark() ? "Passa ai colori chiari" : "Passa ai colori scuri");
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      keepTheme(isDark() ? "light" : "dark");
      label();
    });
  }
  nightOutside.addEventListener("change", label);
  label();
}

function menus() {
  for (const menu of document.querySelectorAll("details.menu")) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
    document.addEventListener("click", (event) => {
      if (menu.open && !menu.contains(event.target)) menu.open = false;
    });
  }
}

// Nothing is asked of the video's host before this click.
function videos() {
  for (const link of document.querySelectorAll("a[data-video]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const frame = document.createElement("iframe");
      frame.src = `https://www.youtube-nocookie.com/embed/${link.dataset.video}?autoplay=1`;
      frame.title = link.dataset.title;
      frame.allow = "autoplay; fullscreen; picture-in-picture";
      frame.allowFullscreen = true;
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      link.replaceWith(frame);
      frame.focus();
    });
  }
}

themeSwitches();
menus();
videos();
document.querySelector("body:not([data-page-type=style-guide]) [data-error-summary]")?.focus();
