<?php
/**
 * Counts sessions: those of one visitor in a minute, and those of the whole site in a day.
 *
 * @package HeygenAvatar
 */

defined( 'ABSPATH' ) || exit;

/**
 * Seconds to wait before the next session, 0 if there is no need to.
 */
function heygen_avatar_wait(): int {
	$settings = heygen_avatar_settings();
	foreach (
		array(
			array( heygen_avatar_visitor(), MINUTE_IN_SECONDS, $settings['per_minute'] ),
			array( 'everybody', DAY_IN_SECONDS, $settings['per_day'] ),
		) as list( $who, $window, $limit )
	) {
		if ( $limit > 0 && heygen_avatar_count( $who, $window ) > $limit ) {
			return $window - time() % $window;
		}
	}
	return 0;
}

/** What tells visitors apart: the address, or of an IPv6 address the /64, all of which one client has. */
function heygen_avatar_visitor(): string {
	$address = isset( $_SERVER['REMOTE_ADDR'] ) ? sanitize_text_field( wp_unslash( $_SERVER['REMOTE_ADDR'] ) ) : '';
	$packed  = filter_var( $address, FILTER_VALIDATE_IP ) ? inet_pton( $address ) : $address;
	if ( 16 === strlen( $packed ) ) {
		// An IPv4 address can come in the form of an IPv6 one.
		$is_mapped = str_starts_with( $packed, str_repeat( "\0", 10 ) . "\xff\xff" );
		$packed    = $is_mapped ? substr( $packed, 12 ) : substr( $packed, 0, 8 );
	}
	/**
	 * Filters what tells visitors apart. Behind a proxy every visitor has the proxy's address: return the one that the
	 * proxy tells, if nobody else can set it.
	 *
	 * @param string $visitor
	 */
	return (string) apply_filters( 'heygen_avatar_visitor', bin2hex( $packed ) );
}

/** Counts one more, and returns how many there are in this window. If counting fails, nobody gets through. */
function heygen_avatar_count( string $who, int $window ): int {
	global $wpdb;
	// Hashed with a secret, so that no addresses are stored.
	$name = 'heygen_avatar_' . substr( wp_hash( $who . '|' . $window . '|' . intdiv( time(), $window ), 'nonce' ), 0, 32 );
	if ( wp_using_ext_object_cache() ) {
		wp_cache_add( $name, 0, 'heygen-avatar', $window );
		$count = wp_cache_incr( $name, 1, 'heygen-avatar' );
		return false === $count ? PHP_INT_MAX : (int) $count;
	}
	// One statement, so that many requests at the same moment are all counted: get_transient() and set_transient() would
	// lose some. The names are those of transients, which WordPress clears away by itself.
	$wpdb->query( $wpdb->prepare( "INSERT IGNORE INTO {$wpdb->options} (option_name, option_value, autoload) VALUES (%s, %s, 'no')", "_transient_timeout_$name", (string) ( time() + $window ) ) );
	$wpdb->query( $wpdb->prepare( "INSERT INTO {$wpdb->options} (option_name, option_value, autoload) VALUES (%s, '1', 'no') ON DUPLICATE KEY UPDATE option_value = option_value + 1", "_transient_$name" ) );
	$count = $wpdb->get_var( $wpdb->prepare( "SELECT option_value FROM {$wpdb->options} WHERE option_name = %s", "_transient_$name" ) );
	return null === $count ? PHP_INT_MAX : (int) $count;
}
