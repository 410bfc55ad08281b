// Passkeys: the browser asks the device, and the form carries its answer. Where that can't be, forms stay hidden.

const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function optionsOf(form) {
  if (form.dataset.passkey) return JSON.parse(form.dataset.passkey);
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`no challenge: ${response.status}`);
  return response.json();
}

async function answerFor(form) {
  const { publicKey } = await optionsOf(form);
  publicKey.challenge = bytes(publicKey.challenge);
  for (const known of [...(publicKey.allowCredentials ?? []), ...(publicKey.excludeCredentials ?? [])]) {
    known.id = bytes(known.id);
  }
  const isNew = "user" in publicKey;
  if (isNew) publicKey.user.id = bytes(publicKey.user.id);
  const found = await navigator.credentials[isNew ? "create" : "get"]({ publicKey });
  const response = {};
  for (const part of PARTS) {
    if (found.response[part]) response[part] = text(found.response[part]);
  }
  return { rawId: text(found.rawId), response };
}

function attend(form) {
  const problem = form.querySelector("[data-passkey-problem]");
  const known = form.querySelector("[data-passkey-known]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    problem.hidden = true;
    if (known) known.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await answerFor(form));
      form.submit();
    } catch (error) {
      const said = error.name === "InvalidStateError" && known ? known : problem;
      said.hidden = false;
    } finally {
      form.ariaBusy = "false";
    }
  });
  form.hidden = false;
}

if (window.PublicKeyCredential && navigator.credentials) {
  for (const form of document.querySelectorAll("form[data-passkey]")) attend(form);
  for (const otherwise of document.querySelectorAll("[data-without-passkeys]")) otherwise.hidden = true;
}
