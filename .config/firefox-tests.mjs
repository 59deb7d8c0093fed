// What runs in Firefox: the files of these groups, but for the tests in the table, each with the reason that lies in
// Firefox itself. What is in the table is counted as skipped, and the run prints it. A row that names no test fails
// the run.

/**
 * `longest` is how long one test may take, in milliseconds.
 * @type {readonly { name: string, longest: number, files: RegExp }[]}
 */
export const firefoxGroups = [
  { name: 'sessions', longest: 30_000, files: /^test\/(behaviour\/|end-to-end\/whole-session\.)/ },
  { name: 'unit', longest: 10_000, files: /^test\/(elements|media|session)\// },
];

/**
 * @typedef {object} NotInFirefox
 * @property {string} file
 * @property {string} reason
 * @property {readonly string[]} tests their full titles
 */

/** @type {readonly NotInFirefox[]} */
export const notInFirefox = [
  {
    file: 'test/elements/lost-code.test.ts',
    reason: 'Firefox asks again for a module that could not be loaded only once the page is reloaded',
    tests: [
      'code that is lost on its way (the client’s) fails the start, says to reload, and the second press of the button works',
      'code that is lost on its way (the service’s) fails the start, says to reload, and the second press of the button works',
      'code that is lost on its way (the player’s) fails the start, says to reload, and the second press of the button works',
      'code that is lost on its way rejects what the page asks of the client, and the next call works',
      'code that is lost on its way (that of LiveAvatar’s LITE mode) fails the start before a session is paid for',
    ],
  },
  {
    file: 'test/elements/prerendering.test.ts',
    reason: 'Firefox does not prerender pages',
    tests: ['a prerendered page starts no session, by autostart or by script, until it is visited'],
  },
  {
    file: 'test/media/livekit-leftovers.test.ts',
    reason: 'Firefox has no remote command to collect garbage or to count listeners',
    tests: [
      'what rooms leave behind in memory is nothing of ours',
      'what rooms leave behind in memory is every room of LiveKit’s own (workaround: makeRoom)',
      'what rooms leave behind in listeners of the page is nothing of ours',
      'what rooms leave behind in listeners of the page is that to `devicechange` of LiveKit’s own (workaround: makeRoom)',
    ],
  },
];
