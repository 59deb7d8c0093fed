<?php
/**
 * The calls to LiveAvatar, which have the API key. Their errors have our words, never the service's: those are kept for
 * the settings page.
 *
 * @package HeygenAvatar
 */

defined( 'ABSPATH' ) || exit;

/**
 * Makes a token for one session.
 *
 * @param array $session What the page's author chose: avatar, context, voice, language, quality, max_duration, push_to_talk.
 * @return string|WP_Error The token, or an error with one of the tag's codes.
 */
function heygen_avatar_mint( array $session ) {
	$settings = heygen_avatar_settings();
	$chosen   = array_merge( $settings, $session );
	$longest  = $settings['test_mode'] ? min( HEYGEN_AVATAR_TEST_SECONDS, $settings['max_duration'] ) : $settings['max_duration'];
	$persona  = array_filter(
		array(
			'context_id' => $chosen['context'],
			'voice_id'   => $chosen['voice'],
			'language'   => $chosen['language'],
		)
	);
	$body     = array(
		'mode'                 => 'FULL',
		// The free sessions have this avatar only.
		'avatar_id'            => $settings['test_mode'] ? HEYGEN_AVATAR_TEST_AVATAR : $chosen['avatar'],
		'avatar_persona'       => (object) $persona,
		'video_settings'       => array( 'quality' => $chosen['quality'] ),
		'interactivity_type'   => empty( $session['push_to_talk'] ) ? 'CONVERSATIONAL' : 'PUSH_TO_TALK',
		'is_sandbox'           => $settings['test_mode'],
		'max_session_duration' => min( $longest, $chosen['max_duration'] ),
	);
	$data     = heygen_avatar_call( 'POST', '/v1/sessions/token', $body );
	if ( is_wp_error( $data ) ) {
		return $data;
	}
	if ( ! is_string( $data['session_token'] ?? null ) ) {
		return heygen_avatar_error( 'bad_answer', __( 'The avatar service gave no token. Check LIVEAVATAR_URL in wp-config.php.', 'heygen-avatar' ), 502 );
	}
	// What was refused before is mended.
	delete_transient( 'heygen_avatar_last_refusal' );
	return $data['session_token'];
}

/**
 * One call.
 *
 * @return array|WP_Error The answer's data.
 */
function heygen_avatar_call( string $method, string $path, ?array $body = null ) {
	$base   = untrailingslashit( defined( 'LIVEAVATAR_URL' ) ? LIVEAVATAR_URL : 'https://api.liveavatar.com' );
	$answer = wp_remote_request(
		$base . $path,
		array(
			'method'      => $method,
			'timeout'     => 10,
			// A redirect would take the key along.
			'redirection' => 0,
			'headers'     => array(
				'X-API-KEY'    => heygen_avatar_api_key(),
				'Content-Type' => 'application/json',
			),
			'body'        => null === $body ? null : wp_json_encode( $body ),
		)
	);
	if ( is_wp_error( $answer ) ) {
		heygen_avatar_remember( 0, $answer->get_error_message() );
		return heygen_avatar_error( 'network', __( "The avatar service couldn't be reached from this server.", 'heygen-avatar' ), 502, true );
	}
	$status = (int) wp_remote_retrieve_response_code( $answer );
	$said   = json_decode( wp_remote_retrieve_body( $answer ), true );
	if ( $status >= 200 && $status < 300 && is_array( $said['data'] ?? null ) ) {
		return $said['data'];
	}
	$words = heygen_avatar_words( $said );
	heygen_avatar_remember( $status, $words );
	return heygen_avatar_service_error( $status, $words );
}

/** What an answer of the service means, in the tag's codes and in words for the site's owner. */
function heygen_avatar_service_error( int $status, string $words ): WP_Error {
	if ( 409 === $status || preg_match( '/concurren/i', $words ) ) {
		return heygen_avatar_error( 'concurrency_limit', __( 'All sessions of the LiveAvatar account are in use.', 'heygen-avatar' ), 503, true );
	}
	if ( 402 === $status || preg_match( '/\bcredits?\b/i', $words ) ) {
		return heygen_avatar_error( 'quota_exceeded', __( 'The LiveAvatar account has no credits left.', 'heygen-avatar' ), 503 );
	}
	if ( 401 === $status || 403 === $status ) {
		return heygen_avatar_error( 'unauthorized', __( 'LiveAvatar refused the API key. Check it under Settings → HeyGen Avatar; a key of HeyGen itself does not work there.', 'heygen-avatar' ), 502 );
	}
	if ( 429 === $status ) {
		return heygen_avatar_error( 'rate_limited', __( 'Too many sessions in a short time. Try again in a moment.', 'heygen-avatar' ), 429, true );
	}
	if ( $status >= 500 || 0 === $status ) {
		return heygen_avatar_error( 'server_error', __( 'The avatar service reported an internal error. Try again in a moment.', 'heygen-avatar' ), 502, true );
	}
	if ( preg_match( '/\bvoice(_id)?\b/i', $words ) ) {
		return heygen_avatar_error( 'invalid_voice', __( "LiveAvatar doesn't know this voice.", 'heygen-avatar' ), 400 );
	}
	if ( preg_match( '/\bavatar(_id)?\b/i', $words ) ) {
		return heygen_avatar_error( 'invalid_avatar', __( "LiveAvatar doesn't know this avatar.", 'heygen-avatar' ), 400 );
	}
	return heygen_avatar_error( 'invalid_option', __( 'LiveAvatar refused the session. Settings → HeyGen Avatar shows what it said.', 'heygen-avatar' ), 400 );
}

/**
 * What an answer says is wrong: one message, or a list of fields with what each must be.
 *
 * @param mixed $said The decoded answer.
 */
function heygen_avatar_words( $said ): string {
	$words = array( $said['message'] ?? '' );
	foreach ( is_array( $said['detail'] ?? null ) ? $said['detail'] : array() as $field ) {
		$words[] = implode( '.', array_slice( (array) ( $field['loc'] ?? array() ), 1 ) ) . ': ' . ( $field['msg'] ?? '' );
	}
	return implode( '; ', array_filter( $words, 'is_string' ) );
}

function heygen_avatar_error( string $code, string $message, int $status, bool $retryable = false ): WP_Error {
	return new WP_Error( $code, $message, compact( 'status', 'retryable' ) );
}

/** Keeps what the service said last, without the key, for the settings page. */
function heygen_avatar_remember( int $status, string $words ): void {
	$words = str_replace( heygen_avatar_api_key(), '[key]', $words );
	set_transient( 'heygen_avatar_last_refusal', array( time(), $status, substr( sanitize_text_field( $words ), 0, 300 ) ), WEEK_IN_SECONDS );
}
