/** Owns an open chat socket as its session sees it, apart from what it speaks on the wire. */

export interface ChatLine {
  wishes: ChatWishes;
  send(message: string | Uint8Array): void;
  /** Bytes that were sent and have not left yet. */
  backlog(): number;
  /** Ends it without a closing handshake, as a broken connection does. */
  drop(): void;
}

/** What its URL asks for; undefined where it says nothing, so that the body of streaming.new decides. */
export interface ChatWishes {
  silenceResponse: boolean | undefined;
  pushToTalk: boolean | undefined;
  openingText: string | undefined;
  sttLanguage: string | undefined;
}
