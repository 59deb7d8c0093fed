// Finds the Chrome or Chromium that runs the browser tests, and brings Debian's where there is none.
// The order: CHROME_PATH, what is installed, Debian's package when run as root, else how to get one.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';

const namesOnPath = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

const macApplications = ['Google Chrome', 'Chromium', 'Google Chrome for Testing', 'Microsoft Edge'];

const windowsPrograms = ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe'];

const howToGetOne = `No Chrome or Chromium was found for the browser tests. Install one:
  Debian, Ubuntu  sudo apt-get install chromium        (Ubuntu: chromium-browser, or Chrome's .deb)
  Fedora          sudo dnf install chromium
  Arch            sudo pacman -S chromium
  macOS           brew install --cask google-chrome
  Windows         winget install Google.Chrome
or set CHROME_PATH to the program of one that you have.`;

/** @returns {string | undefined} the program's path */
export function findChromium() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (!isProgram(chosen)) throw new Error(`CHROME_PATH is ${chosen}, and there is no program there.`);
    return chosen;
  }
  return candidates().find(isProgram);
}

/** @returns {Promise<string>} the program's path */
export async function bringChromium() {
  const found = findChromium();
  if (found) return found;
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    await installDebianPackage();
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(howToGetOne);
}

async function installDebianPackage() {
  console.log('Chromium: installing the Debian package (about 100 MB)');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const packages = ['chromium', 'fonts-dejavu-core', 'fonts-noto-color-emoji'];
  for (const args of [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', ...packages],
  ]) {
    const code = await run('apt-get', args, { progress: `Chromium: apt-get ${args[0]}`, env, quiet: true });
    if (code !== 0) throw new Error(`apt-get ${args.join(' ')} ended with code ${code}.\n${howToGetOne}`);
  }
}

function candidates() {
  const { PATH = '', HOME = '', LOCALAPPDATA = '', PROGRAMFILES = '' } = process.env;
  if (process.platform === 'darwin') {
    return ['/Applications', join(HOME, 'Applications')].flatMap((folder) =>
      macApplications.map((name) => `${folder}/${name}.app/Contents/MacOS/${name}`),
    );
  }
  if (process.platform === 'win32') {
    return [PROGRAMFILES, process.env['PROGRAMFILES(X86)'] ?? '', LOCALAPPDATA]
      .filter(Boolean)
      .flatMap((folder) => windowsPrograms.map((program) => join(folder, program)));
  }
  return PATH.split(delimiter).flatMap((folder) => namesOnPath.map((name) => join(folder, name)));
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
