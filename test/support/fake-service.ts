// A service that a test steers: each step does at once what succeeds, or what the test has put in its place.
// It keeps the books: which sessions it opened, and how often each was stopped.
import type { ConversationEvent } from '../../src/api/events.js';
import type { StartAvatarResponse } from '../../src/api/requests.js';
import type {
  Command,
  CommandAnswer,
  DataLink,
  DataMessage,
  OpenCall,
  Opening,
  OpenSession,
  ProbeCall,
  RoomConnection,
  Service,
} from '../../src/services/service.js';

/** What each step does before it succeeds; what rejects makes the step fail. */
export interface ServiceSteps {
  open(call: OpenCall): Promise<void>;
  start(signal: AbortSignal): Promise<void>;
  command(command: Command, signal: AbortSignal): Promise<CommandAnswer>;
  stop(): Promise<void>;
  /** For a service that can be told to stop a session by its token alone. */
  stopByToken(): Promise<void>;
  probe(call: ProbeCall): Promise<void>;
}

export class FakeService implements Service {
  readonly basePath = 'https://service.example';
  parts: Service['parts'] = ['calls', 'socket'];
  /** Every call of `open`, those that failed included. */
  readonly calls: OpenCall[] = [];
  readonly sessions: FakeSession[] = [];
  readonly steps: ServiceSteps;

  constructor(steps: Partial<ServiceSteps> = {}) {
    this.steps = {
      open: async () => undefined,
      start: async () => undefined,
      command: async () => ({}),
      stop: async () => undefined,
      stopByToken: async () => undefined,
      probe: async () => undefined,
      ...steps,
    };
  }

  /** The session opened last. */
  get session(): FakeSession {
    const session = this.sessions.at(-1);
    if (!session) throw new Error('The service has opened no session.');
    return session;
  }

  /** What is running and costs money. */
  get running(): FakeSession[] {
    return this.sessions.filter(({ stops }) => stops === 0);
  }

  /** What `open` throws before anything is sent. */
  refuses: Error | undefined;
  /** How often a session was stopped by its token, without an answer; undefined on a service that cannot. */
  stopsByToken: number | undefined;

  open(call: OpenCall): Opening {
    this.calls.push(call);
    if (this.refuses) throw this.refuses;
    const stopByToken = async (): Promise<void> => {
      this.stopsByToken = (this.stopsByToken ?? 0) + 1;
      await this.steps.stopByToken();
    };
    return {
      session: this.#answer(call),
      ...(this.stopsByToken === undefined ? {} : { stop: stopByToken }),
    };
  }

  async #answer(call: OpenCall): Promise<OpenSession> {
    await this.steps.open(call);
    const session = new FakeSession(this, call, call.existing ?? answerOf(this.sessions.length + 1));
    this.sessions.push(session);
    return session;
  }

  async probe(call: ProbeCall): Promise<void> {
    await this.steps.probe(call);
  }
}

export class FakeSession implements OpenSession {
  readonly sessionInfo: StartAvatarResponse;
  readonly connection: RoomConnection;
  readonly idleWindow: number;
  longestPause = 0;
  silencePrompt: string | undefined;
  closes = 0;
  readonly commands: Command[] = [];
  readonly messages: DataMessage[] = [];
  readonly call: OpenCall;
  link: DataLink | undefined;
  starts = 0;
  stops = 0;
  readonly #service: FakeService;

  constructor(service: FakeService, call: OpenCall, answer: StartAvatarResponse) {
    this.#service = service;
    this.call = call;
    this.sessionInfo = answer;
    this.idleWindow = call.request.activityIdleTimeout ?? 120;
    this.connection = { url: answer.url, token: answer.access_token, avatar: 'heygen' };
  }

  async start(link: DataLink, signal: AbortSignal): Promise<void> {
    this.starts += 1;
    this.link = link;
    await this.#service.steps.start(signal);
  }

  handle(message: DataMessage): void {
    this.messages.push(message);
  }

  async command(command: Command, signal: AbortSignal): Promise<CommandAnswer> {
    this.commands.push(command);
    return this.#service.steps.command(command, signal);
  }

  async stop(): Promise<void> {
    this.stops += 1;
    await this.#service.steps.stop();
  }

  close(): void {
    this.closes += 1;
  }

  /** Tells the page something, as the avatar would. */
  say(event: ConversationEvent): void {
    this.call.emit({ type: 'conversation', event });
  }
}

/** What the service answers to its n-th opening. */
export function answerOf(n: number): StartAvatarResponse {
  return {
    session_id: `session-${n}`,
    access_token: `room-token-${n}`,
    url: 'wss://room.example',
    is_paid: true,
    session_duration_limit: 600,
  };
}
