<?php
/**
 * Gives a page its session token: POST /wp-admin/admin-ajax.php with `session` and `nonce`, as js/page.js sends them.
 *
 * Why admin-ajax.php: WordPress knows there who is logged in whatever the nonce, and no page cache keeps its answers. The
 * REST API takes a logged-in visitor without a valid nonce for a stranger, and answers a nonce out of a page cache with
 * an error of its own before a plugin is asked.
 *
 * Page caches keep a page, and its nonce, for days. So a nonce that is too old is refused together with a fresh one, and
 * the page asks again. Only pages of this site can read it, for the origin is checked first. For visitors who aren't
 * logged in a nonce proves little, since all of them have the same one. What holds back others is the origin, the limit
 * for each visitor, and the limit for the whole site.
 *
 * @package HeygenAvatar
 */

defined( 'ABSPATH' ) || exit;

add_action( 'wp_ajax_heygen_avatar_token', 'heygen_avatar_send_token' );
add_action( 'wp_ajax_nopriv_heygen_avatar_token', 'heygen_avatar_send_token' );

function heygen_avatar_send_token(): void {
	nocache_headers();
	$problem = heygen_avatar_request_problem();
	if ( is_wp_error( $problem ) ) {
		heygen_avatar_send_error( $problem );
	}
	// phpcs:ignore WordPress.Security.NonceVerification.Missing -- heygen_avatar_request_problem() has verified it.
	$session = heygen_avatar_verified_session( sanitize_text_field( wp_unslash( $_POST['session'] ?? '' ) ) );
	if ( null === $session ) {
		heygen_avatar_send_error( heygen_avatar_error( 'forbidden', __( 'No page of this site offers this session. Load the page again.', 'heygen-avatar' ), 403 ) );
	}
	if ( '' === heygen_avatar_api_key() ) {
		heygen_avatar_send_error( heygen_avatar_error( 'unauthorized', __( 'This site has no API key. Save one under Settings → HeyGen Avatar.', 'heygen-avatar' ), 502 ) );
	}
	$wait = heygen_avatar_wait();
	if ( $wait > 0 ) {
		header( "Retry-After: $wait" );
		heygen_avatar_send_error( heygen_avatar_error( 'rate_limited', __( 'Too many sessions in a short time. Try again in a moment.', 'heygen-avatar' ), 429, true ), array( 'retryAfter' => $wait ) );
	}
	$token = heygen_avatar_mint( $session );
	if ( is_wp_error( $token ) ) {
		heygen_avatar_send_error( $token );
	}
	wp_send_json( array( 'token' => $token ) );
}

/** Why this request gets no token whatever it asks for; null if it may get one. */
function heygen_avatar_request_problem(): ?WP_Error {
	if ( 'POST' !== ( $_SERVER['REQUEST_METHOD'] ?? '' ) ) {
		return heygen_avatar_error( 'forbidden', __( 'Only POST is answered.', 'heygen-avatar' ), 405 );
	}
	// Browsers send it with every POST, and no page can change it.
	$origin = isset( $_SERVER['HTTP_ORIGIN'] ) ? sanitize_text_field( wp_unslash( $_SERVER['HTTP_ORIGIN'] ) ) : '';
	if ( ! in_array( $origin, heygen_avatar_origins(), true ) ) {
		return heygen_avatar_error( 'forbidden', __( 'Pages of this origin get no session. The filter heygen_avatar_origins can add it.', 'heygen-avatar' ), 403 );
	}
	if ( ! wp_verify_nonce( sanitize_text_field( wp_unslash( $_POST['nonce'] ?? '' ) ), 'heygen_avatar_token' ) ) {
		$error = heygen_avatar_error( 'forbidden', __( 'This page is too old. Load it again.', 'heygen-avatar' ), 403 );
		$error->add_data( array_merge( $error->get_error_data(), array( 'nonce' => wp_create_nonce( 'heygen_avatar_token' ) ) ) );
		return $error;
	}
	if ( ! heygen_avatar_may_start() ) {
		return heygen_avatar_error( 'unauthorized', __( 'Only visitors who are logged in get a session.', 'heygen-avatar' ), 401 );
	}
	return null;
}

/** The origins of this site's pages, as browsers send them. */
function heygen_avatar_origins(): array {
	$origins = array();
	foreach ( array( home_url(), site_url() ) as $url ) {
		$parts     = wp_parse_url( $url );
		$origins[] = $parts['scheme'] . '://' . $parts['host'] . ( isset( $parts['port'] ) ? ':' . $parts['port'] : '' );
	}
	/**
	 * Filters the origins whose pages get sessions, for example for a second domain: scheme, host and port, no path.
	 *
	 * @param string[] $origins
	 */
	return (array) apply_filters( 'heygen_avatar_origins', array_unique( $origins ) );
}

function heygen_avatar_may_start(): bool {
	$may = 'members' !== heygen_avatar_settings()['who'] || ( is_user_logged_in() && current_user_can( 'read' ) );
	/**
	 * Filters whether the current visitor may start a session, for example only one who has bought a course.
	 *
	 * @param bool $may
	 */
	return (bool) apply_filters( 'heygen_avatar_may_start', $may );
}

/**
 * What a page's author chose for the session, signed. Only what differs from the settings, so that a change of the
 * settings reaches the pages in a cache too.
 *
 * @param array $plain See heygen_avatar_tag_attributes().
 */
function heygen_avatar_signed_session( array $plain ): string {
	$session = array();
	foreach ( array( 'avatar', 'context', 'voice', 'language' ) as $name ) {
		$session[ $name ] = heygen_avatar_clean_id( $plain[ $name ] ?? '' );
	}
	$session['quality']      = in_array( $plain['quality'] ?? '', HEYGEN_AVATAR_QUALITIES, true ) ? $plain['quality'] : '';
	$session['max_duration'] = heygen_avatar_clean_number( $plain['maxduration'] ?? '', 1, DAY_IN_SECONDS, 0 );
	$session['push_to_talk'] = heygen_avatar_clean_flag( $plain['pushtotalk'] ?? false );
	// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- no filter of WordPress changes it.
	$text = rtrim( strtr( base64_encode( wp_json_encode( (object) array_filter( $session ) ) ), '+/', '-_' ), '=' );
	return $text . '.' . heygen_avatar_signature( $text );
}

/** The session that was signed; null if this site has not signed it. */
function heygen_avatar_verified_session( string $signed ): ?array {
	list( $text, $signature ) = array_pad( explode( '.', $signed, 2 ), 2, '' );
	if ( ! hash_equals( heygen_avatar_signature( $text ), $signature ) ) {
		return null;
	}
	// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_decode -- see above.
	return (array) json_decode( (string) base64_decode( strtr( $text, '-_', '+/' ) ), true );
}

function heygen_avatar_signature( string $text ): string {
	// The sites of a network have the same salts.
	return hash_hmac( 'sha256', 'heygen-avatar session ' . get_current_blog_id() . ' ' . $text, wp_salt( 'nonce' ) );
}

/** Answers in the form that the tag reads, and ends. */
function heygen_avatar_send_error( WP_Error $error, array $more = array() ): void {
	$data   = $error->get_error_data();
	$answer = array(
		'error' => array_merge(
			array(
				'code'      => $error->get_error_code(),
				'message'   => $error->get_error_message(),
				'retryable' => $data['retryable'],
			),
			$more
		),
	);
	if ( isset( $data['nonce'] ) ) {
		$answer['nonce'] = $data['nonce'];
	}
	wp_send_json( $answer, $data['status'] );
}
