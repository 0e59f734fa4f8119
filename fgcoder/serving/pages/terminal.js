// The keyboard belongs to the terminal as soon as there is one, and to the way back in once the session has ended;
// textual.js waits for a click. It marks both moments by classes of the body.

new MutationObserver((changes, observer) => {
  if (document.body.classList.contains("-closed")) {
    observer.disconnect();
    document.querySelector(".closed a").focus();
  } else if (document.body.classList.contains("-first-byte")) {
    document.querySelector(".xterm-helper-textarea").focus();
  }
}).observe(document.body, { attributeFilter: ["class"] });
