// Finds the Firefox that runs a part of the browser tests, and brings Debian's where there is none.
// The order: FIREFOX_PATH, what is installed, Debian's package when run as root, else how to get one.
import { join } from 'node:path';
import { canInstallDebianPackages, installDebianPackages, isProgram, pathsOf } from './programs.mjs';

const namesOnPath = ['firefox-esr', 'firefox'];

const howToGetOne = `No Firefox was found for the browser tests. Install one:
  Debian          sudo apt-get install firefox-esr
  Ubuntu          sudo snap install firefox
  Fedora          sudo dnf install firefox
  Arch            sudo pacman -S firefox
  macOS           brew install --cask firefox
  Windows         winget install Mozilla.Firefox
or set FIREFOX_PATH to the program of one that you have.`;

const howToGetSound = `Firefox plays no sound on a machine without a sound device, and no sound server was found. Install one:
  Debian, Ubuntu  sudo apt-get install pulseaudio
  Fedora          sudo dnf install pulseaudio
  Arch            sudo pacman -S pulseaudio`;

/** @returns {string | undefined} the program's path */
export function findFirefox() {
  const chosen = process.env.FIREFOX_PATH;
  if (chosen) {
    if (!isProgram(chosen)) throw new Error(`FIREFOX_PATH is ${chosen}, and there is no program there.`);
    return chosen;
  }
  return candidates().find(isProgram);
}

/**
 * The path of pulseaudio, with which we make a sound device for Firefox. Undefined if the machine has its own.
 * @returns {string | undefined}
 */
export function findSoundServer() {
  return process.platform === 'linux' ? pathsOf(['pulseaudio']).find(isProgram) : undefined;
}

/** @returns {Promise<string>} the program's path */
export async function bringFirefox() {
  const missing = [...(findFirefox() ? [] : ['firefox-esr']), ...(hasSound() ? [] : ['pulseaudio'])];
  if (missing.length > 0 && canInstallDebianPackages()) {
    console.log(`Firefox: installing Debian's ${missing.join(' and ')} (about 100 MB)`);
    await installDebianPackages(missing).catch((error) => console.error(error.message));
  }
  const firefox = findFirefox();
  if (!firefox) throw new Error(howToGetOne);
  if (!hasSound()) throw new Error(howToGetSound);
  return firefox;
}

/** A desktop has PipeWire's server in place of PulseAudio's, and a device to play on. */
function hasSound() {
  if (process.platform !== 'linux') return true;
  return findSoundServer() !== undefined || pathsOf(['pipewire-pulse']).some(isProgram);
}

function candidates() {
  const { HOME = '', LOCALAPPDATA = '', PROGRAMFILES = '' } = process.env;
  if (process.platform === 'darwin') {
    return ['/Applications', join(HOME, 'Applications')].map(
      (folder) => `${folder}/Firefox.app/Contents/MacOS/firefox`,
    );
  }
  if (process.platform === 'win32') {
    return [PROGRAMFILES, process.env['PROGRAMFILES(X86)'] ?? '', LOCALAPPDATA]
      .filter(Boolean)
      .map((folder) => join(folder, 'Mozilla Firefox/firefox.exe'));
  }
  return pathsOf(namesOnPath);
}
