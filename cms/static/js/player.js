// The house's own player over the browser's, which stays where this does not run or the sound does not come.
const clock = (seconds) => {
  const whole = Math.floor(seconds);
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
};

function dress(deck) {
  const audio = deck.parentElement.querySelector("audio");
  const [play, seek, now, speed] = ["play", "seek", "now", "speed"].map((name) => deck.querySelector(`[data-${name}]`));
  const length = () => (Number.isFinite(audio.duration) ? audio.duration : Number(seek.max));

  const show = () => {
    seek.max = Math.ceil(length());
    seek.value = audio.currentTime;
    seek.setAttribute("aria-valuetext", `${clock(audio.currentTime)} di ${clock(length())}`);
    now.textContent = clock(audio.currentTime);
    deck.toggleAttribute("data-playing", !audio.paused);
    play.setAttribute("aria-label", audio.paused ? "Ascolta" : "Pausa");
  };
  const give = (ours) => {
    deck.toggleAttribute("data-off", !ours);
    deck.toggleAttribute("data-failed", !ours);
    audio.controls = !ours;
  };

  for (const name of ["play", "pause", "ended", "timeupdate", "seeked", "loadedmetadata"]) audio.addEventListener(name, show);
  audio.addEventListener("error", () => give(false));
  play.addEventListener("click", () => (audio.paused ? audio.play().catch(() => {}) : audio.pause()));
  seek.addEventListener("input", () => (audio.currentTime = Number(seek.value)));
  speed.addEventListener("change", () => (audio.playbackRate = Number(speed.value)));
  for (const key of deck.querySelectorAll("[data-skip]")) {
    key.addEventListener("click", () => {
      audio.currentTime = Math.min(Math.max(audio.currentTime + Number(key.dataset.skip), 0), length());
    });
  }
  give(!audio.error);
  if (audio.error) return;
  speed.value = "1"; // browsers keep a form's choices over a reload, the sound starts anew
  show();
}

for (const deck of document.querySelectorAll("[data-player]")) dress(deck);
