/// <reference types="vite/client" />

/** Set by `npm start`. */
interface ImportMetaEnv {
  /** The sandbox's address, empty where there is none. */
  readonly VITE_SANDBOX_URL?: string;
}
