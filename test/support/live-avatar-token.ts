/** A session token as LiveAvatar's server mints it: its payload has what the session was asked for. */

export interface StartSessionData {
  readonly avatar_id?: string;
  readonly video_settings?: { readonly quality?: string; readonly encoding?: string };
}

export function liveAvatarToken(start_session_data: StartSessionData = {}): string {
  const part = (value: unknown): string =>
    btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return [part({ alg: 'HS256', typ: 'JWT' }), part({ start_session_data }), 'signature'].join('.');
}
