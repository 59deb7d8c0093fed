<?php
/**
 * The site's settings: one option, read and cleaned here.
 *
 * The key is in the same array as the rest on purpose. WordPress shows options that are arrays on no page, not even on
 * the hidden /wp-admin/options.php.
 *
 * @package HeygenAvatar
 */

defined( 'ABSPATH' ) || exit;

/** The avatar of LiveAvatar's free test sessions, and how long they may last. */
const HEYGEN_AVATAR_TEST_AVATAR  = 'dd73ea75-1218-4ef3-92ce-606d5f7fbc0a';
const HEYGEN_AVATAR_TEST_SECONDS = 60;

const HEYGEN_AVATAR_QUALITIES = array( 'low', 'medium', 'high', 'very_high' );

/** The settings of a site that has saved none. They cost nothing. */
function heygen_avatar_defaults(): array {
	return array(
		'api_key'      => '',
		'test_mode'    => true,
		'avatar'       => HEYGEN_AVATAR_TEST_AVATAR,
		'context'      => '',
		'voice'        => '',
		'language'     => '',
		'quality'      => 'high',
		'max_duration' => 600,
		'who'          => 'everyone',
		'per_minute'   => 10,
		'per_day'      => 200,
	);
}

function heygen_avatar_settings(): array {
	return array_merge( heygen_avatar_defaults(), (array) get_option( 'heygen_avatar', array() ) );
}

/** The key of wp-config.php counts before the one of the settings page. */
function heygen_avatar_api_key(): string {
	return trim( defined( 'LIVEAVATAR_API_KEY' ) ? (string) LIVEAVATAR_API_KEY : heygen_avatar_settings()['api_key'] );
}

/** An id of LiveAvatar, a language or nothing. */
function heygen_avatar_clean_id( $value ): string {
	$value = is_scalar( $value ) ? trim( (string) $value ) : '';
	return preg_match( '/^[A-Za-z0-9_-]{1,100}$/', $value ) ? $value : '';
}

/** Whether text means yes. Also "false", "0", "no" and "off" are what people write for no. */
function heygen_avatar_clean_flag( $value ): bool {
	return ! in_array( is_string( $value ) ? strtolower( trim( $value ) ) : $value, array( false, null, 0, 'false', '0', 'no', 'off' ), true );
}

function heygen_avatar_clean_number( $value, int $least, int $most, int $otherwise ): int {
	return is_numeric( $value ) && $value >= $least ? (int) min( $value, $most ) : $otherwise;
}
