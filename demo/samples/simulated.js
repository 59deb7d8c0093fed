const avatar = document.querySelector('heygen-avatar');

avatar.service = 'simulated';
avatar.simulatedScript = {
  answers: [{ pattern: 'shoes', answer: 'We have red ones.' }],
  userTranscripts: ['Do you have shoes?'],
  trouble: 'drops-after-2s',
};
