// Finds the Chrome or Chromium that runs the browser tests, and brings Debian's where there is none.
// The order: CHROME_PATH, what is installed, Debian's package when run as root, else how to get one.
import { join } from 'node:path';
import { canInstallDebianPackages, installDebianPackages, isProgram, pathsOf } from './programs.mjs';

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
  if (canInstallDebianPackages()) {
    console.log('Chromium: installing the Debian package (about 100 MB)');
    try {
      await installDebianPackages(['chromium', 'fonts-dejavu-core', 'fonts-noto-color-emoji']);
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : ''}\n${howToGetOne}`, { cause: error });
    }
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(howToGetOne);
}

function candidates() {
  const { HOME = '', LOCALAPPDATA = '', PROGRAMFILES = '' } = process.env;
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
  return pathsOf(namesOnPath);
}
