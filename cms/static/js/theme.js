// Before the first paint, hence blocking and tiny: the theme chosen last time, and room for what scripts will bring.
document.documentElement.dataset.js = "";
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is closed: the page follows the system.
}
