<?php
/**
 * Removes everything that the plugin has saved, the key first of all, when somebody deletes it.
 *
 * @package HeygenAvatar
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

function heygen_avatar_forget_everything(): void {
	global $wpdb;
	delete_option( 'heygen_avatar' );
	foreach ( array( '_transient_heygen_avatar_', '_transient_timeout_heygen_avatar_' ) as $start ) {
		$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( $start ) . '%' ) );
	}
}

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $heygen_avatar_site ) {
		switch_to_blog( $heygen_avatar_site );
		heygen_avatar_forget_everything();
		restore_current_blog();
	}
} else {
	heygen_avatar_forget_everything();
}
