const avatar = document.querySelector('heygen-avatar');

avatar.strings = {
  start: 'Start',
  end: 'Beenden',
  textPlaceholder: 'Nachricht schreiben',
  errors: { network: 'Keine Verbindung. Bitte später noch einmal versuchen.' },
};
