{
  // Until the chat is here: what is sent is remembered, and the chat asks it when it comes.
  const form = document.querySelector("form.early"), [box] = form.elements;
  form.onsubmit = (event) => {
    event.preventDefault();
    if (box.value.trim()) { form.dataset.sent = ""; box.readOnly = true; }
  };
  box.onkeydown = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) form.onsubmit(event);
  };
}
