// The preview in the staff pages: the real chat over answers of this script. Nothing typed here leaves the page.
(() => {
  const given = JSON.parse(document.getElementById("preview").textContent);
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("sendero:preview")) sessionStorage.removeItem(key);
  let language = given.language;
  const answer = (status, body) => Promise.resolve(new Response(body === null ? null : JSON.stringify(body), { status }));
  window.fetch = (address, init = {}) => {
    const asked = init.body ? JSON.parse(init.body) : {};
    if (String(address).endsWith("/api/conversations")) {
      language = asked.language === "es" ? "es" : "en";
      const said = given[language];
      return answer(201, { conversation_id: "preview", token: "preview", notice: { version: "0", text: said.notice }, replies: said.opening });
    }
    if (String(address).endsWith("/messages") && init.method === "POST") {
      const understanding = { topics: ["help"], language, entities: {}, outcome: "answered" };
      return answer(200, { replies: given[language].sample, understanding });
    }
    return String(address).includes("/messages") ? answer(200, { messages: [] }) : answer(204, null);
  };
  window.WebSocket = class { close() {} send() {} };
})();
