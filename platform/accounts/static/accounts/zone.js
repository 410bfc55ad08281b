// The time zone of the device goes along with the sign-up form; without a script it is UTC.

for (const input of document.querySelectorAll("input[data-time-zone]")) {
  input.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}
