<?php
/**
 * Settings → HeyGen Avatar, for administrators. WordPress' own options.php saves it, and checks capability and nonce.
 *
 * @package HeygenAvatar
 */

defined( 'ABSPATH' ) || exit;

add_action( 'admin_init', 'heygen_avatar_register_settings' );
add_action( 'admin_menu', 'heygen_avatar_add_page' );
add_action( 'admin_post_heygen_avatar_check', 'heygen_avatar_check_key' );
add_action( 'update_option_heygen_avatar', 'heygen_avatar_forget_refusal' );
add_filter( 'plugin_action_links_' . plugin_basename( HEYGEN_AVATAR_FILE ), 'heygen_avatar_add_link' );

function heygen_avatar_register_settings(): void {
	register_setting(
		'heygen_avatar',
		'heygen_avatar',
		array(
			'type'              => 'array',
			'sanitize_callback' => 'heygen_avatar_clean_settings',
		)
	);
}

function heygen_avatar_add_page(): void {
	add_options_page( __( 'HeyGen Avatar', 'heygen-avatar' ), __( 'HeyGen Avatar', 'heygen-avatar' ), 'manage_options', 'heygen-avatar', 'heygen_avatar_show_page' );
}

function heygen_avatar_add_link( array $links ): array {
	$address = admin_url( 'options-general.php?page=heygen-avatar' );
	array_unshift( $links, '<a href="' . esc_url( $address ) . '">' . esc_html__( 'Settings', 'heygen-avatar' ) . '</a>' );
	return $links;
}

/**
 * Cleans what the form sends. WordPress may call this twice for the first save, the second time with what it returned.
 *
 * @param mixed $sent
 */
function heygen_avatar_clean_settings( $sent ): array {
	$sent  = (array) $sent;
	$saved = heygen_avatar_settings();
	$key   = is_string( $sent['api_key'] ?? null ) ? trim( $sent['api_key'] ) : '';
	if ( '' !== $key && ! preg_match( '/^[\x21-\x7e]{8,500}$/', $key ) ) {
		add_settings_error( 'heygen_avatar', 'api_key', __( 'This is no API key: a key has no spaces and only plain letters, digits and signs. The saved key was kept.', 'heygen-avatar' ) );
		$key = '';
	}
	if ( '' === $key && empty( $sent['forget_api_key'] ) ) {
		$key = $saved['api_key'];
	}
	$clean = array(
		'api_key'      => $key,
		'test_mode'    => ! empty( $sent['test_mode'] ),
		'quality'      => in_array( $sent['quality'] ?? '', HEYGEN_AVATAR_QUALITIES, true ) ? $sent['quality'] : $saved['quality'],
		'max_duration' => heygen_avatar_clean_number( $sent['max_duration'] ?? '', 1, DAY_IN_SECONDS, $saved['max_duration'] ),
		'who'          => 'members' === ( $sent['who'] ?? '' ) ? 'members' : 'everyone',
		'per_minute'   => heygen_avatar_clean_number( $sent['per_minute'] ?? '', 0, 10000, $saved['per_minute'] ),
		'per_day'      => heygen_avatar_clean_number( $sent['per_day'] ?? '', 0, 1000000, $saved['per_day'] ),
	);
	foreach ( array( 'avatar', 'context', 'voice', 'language' ) as $name ) {
		$clean[ $name ] = heygen_avatar_clean_id( $sent[ $name ] ?? '' );
		if ( '' === $clean[ $name ] && ! empty( $sent[ $name ] ) ) {
			/* translators: %s: what was typed. */
			add_settings_error( 'heygen_avatar', $name, sprintf( __( '“%s” is no id: ids have letters, digits and hyphens. The saved one was kept.', 'heygen-avatar' ), esc_html( is_string( $sent[ $name ] ) ? $sent[ $name ] : '' ) ) );
			$clean[ $name ] = $saved[ $name ];
		}
	}
	return $clean;
}

/** What LiveAvatar refused with the settings of before says nothing of the new ones. */
function heygen_avatar_forget_refusal(): void {
	delete_transient( 'heygen_avatar_last_refusal' );
}

/** Asks LiveAvatar for the account's credits, which shows whether the key works, and goes back to the page. */
function heygen_avatar_check_key(): void {
	if ( ! current_user_can( 'manage_options' ) ) {
		wp_die( esc_html__( 'Only administrators can do this.', 'heygen-avatar' ), 403 );
	}
	check_admin_referer( 'heygen_avatar_check' );
	$data = heygen_avatar_call( 'GET', '/v1/users/credits' );
	if ( is_wp_error( $data ) ) {
		add_settings_error( 'heygen_avatar', 'check', $data->get_error_message() );
	} else {
		$credits = is_scalar( $data['credits_left'] ?? null ) ? (string) $data['credits_left'] : '?';
		/* translators: %s: a number. */
		add_settings_error( 'heygen_avatar', 'check', sprintf( __( 'The key works. Credits left: %s.', 'heygen-avatar' ), esc_html( $credits ) ), 'success' );
	}
	set_transient( 'settings_errors', get_settings_errors(), 30 );
	wp_safe_redirect( admin_url( 'options-general.php?page=heygen-avatar&settings-updated=true' ) );
	exit;
}

function heygen_avatar_show_page(): void {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	$settings = heygen_avatar_settings();
	echo '<div class="wrap"><h1>' . esc_html__( 'HeyGen Avatar', 'heygen-avatar' ) . '</h1>';
	heygen_avatar_show_notices( $settings );
	echo '<p>' . esc_html__( 'To put the avatar on a page, add the block “HeyGen Avatar”, or write [heygen_avatar] on a line of its own.', 'heygen-avatar' ) . '</p>';
	echo '<form action="options.php" method="post">';
	settings_fields( 'heygen_avatar' );
	echo '<table class="form-table" role="presentation">';
	heygen_avatar_show_key( $settings );
	heygen_avatar_show_checkbox( 'test_mode', __( 'Test mode', 'heygen-avatar' ), __( 'Free sessions of one minute, with LiveAvatar’s test avatar', 'heygen-avatar' ), $settings['test_mode'] );
	heygen_avatar_show_text( 'avatar', __( 'Avatar', 'heygen-avatar' ), $settings['avatar'], __( 'The id of an avatar on LiveAvatar. A page can have another one.', 'heygen-avatar' ) );
	heygen_avatar_show_text( 'context', __( 'Context', 'heygen-avatar' ), $settings['context'], __( 'The id of a context, which says who the avatar is and what it knows. You write it on LiveAvatar, under Contexts. Without one the avatar does not answer.', 'heygen-avatar' ) );
	heygen_avatar_show_text( 'voice', __( 'Voice', 'heygen-avatar' ), $settings['voice'], __( 'The id of a voice. Empty: the avatar’s own.', 'heygen-avatar' ) );
	heygen_avatar_show_text( 'language', __( 'Language', 'heygen-avatar' ), $settings['language'], __( 'For example en or de. Empty: LiveAvatar’s default.', 'heygen-avatar' ) );
	heygen_avatar_show_choice(
		'quality',
		__( 'Quality', 'heygen-avatar' ),
		$settings['quality'],
		array(
			'low'       => __( 'Low, 360p', 'heygen-avatar' ),
			'medium'    => __( 'Medium, 480p', 'heygen-avatar' ),
			'high'      => __( 'High, 720p', 'heygen-avatar' ),
			'very_high' => __( 'Very high, 1080p', 'heygen-avatar' ),
		)
	);
	heygen_avatar_show_number( 'max_duration', __( 'Longest session', 'heygen-avatar' ), $settings['max_duration'], 1, __( 'Seconds. LiveAvatar bills by the time a session is open.', 'heygen-avatar' ) );
	heygen_avatar_show_choice(
		'who',
		__( 'Who may start a session', 'heygen-avatar' ),
		$settings['who'],
		array(
			'everyone' => __( 'Every visitor', 'heygen-avatar' ),
			'members'  => __( 'Visitors who are logged in', 'heygen-avatar' ),
		)
	);
	heygen_avatar_show_number( 'per_minute', __( 'Sessions a minute', 'heygen-avatar' ), $settings['per_minute'], 0, __( 'For one visitor. 0: no limit.', 'heygen-avatar' ) );
	heygen_avatar_show_number( 'per_day', __( 'Sessions a day', 'heygen-avatar' ), $settings['per_day'], 0, __( 'For all visitors together, so that nobody can use up your credits. 0: no limit.', 'heygen-avatar' ) );
	echo '</table>';
	submit_button();
	echo '</form>';
	if ( '' !== heygen_avatar_api_key() ) {
		echo '<form action="' . esc_url( admin_url( 'admin-post.php' ) ) . '" method="post"><input type="hidden" name="action" value="heygen_avatar_check">';
		wp_nonce_field( 'heygen_avatar_check' );
		submit_button( __( 'Check the saved key', 'heygen-avatar' ), 'secondary', 'check', false );
		echo '</form>';
	}
	echo '</div>';
}

function heygen_avatar_show_notices( array $settings ): void {
	$notices = array();
	if ( ! file_exists( plugin_dir_path( HEYGEN_AVATAR_FILE ) . 'assets/heygen-avatar.js' ) ) {
		$notices[] = __( 'The folder assets is missing: this is the plugin’s source. Install heygen-avatar-wordpress.zip instead.', 'heygen-avatar' );
	}
	if ( '' === heygen_avatar_api_key() ) {
		$notices[] = __( 'Without an API key no page shows the avatar. You get one on app.liveavatar.com/developers.', 'heygen-avatar' );
	} elseif ( '' === $settings['context'] ) {
		$notices[] = __( 'Without a context the avatar does not answer.', 'heygen-avatar' );
	}
	if ( ! is_ssl() && ! preg_match( '/^(localhost|127\.0\.0\.1)$/', (string) wp_parse_url( home_url(), PHP_URL_HOST ) ) ) {
		$notices[] = __( 'This site is not on https. Browsers then give no page the microphone.', 'heygen-avatar' );
	}
	$refusal = get_transient( 'heygen_avatar_last_refusal' );
	if ( is_array( $refusal ) ) {
		list( $time, $status, $words ) = $refusal;
		$ago = human_time_diff( $time );
		if ( 0 === $status ) {
			/* translators: 1: a length of time, such as “5 minutes”, 2: why. */
			$notices[] = sprintf( __( 'This server could not reach LiveAvatar %1$s ago: “%2$s”.', 'heygen-avatar' ), $ago, $words );
		} else {
			/* translators: 1: a length of time, such as “5 minutes”, 2: a number, 3: what LiveAvatar said. */
			$notices[] = sprintf( __( 'LiveAvatar refused this site %1$s ago: status %2$d, “%3$s”. This line goes away with the next session that starts, and when you save.', 'heygen-avatar' ), $ago, $status, $words );
		}
	}
	foreach ( $notices as $notice ) {
		echo '<div class="notice notice-warning"><p>' . esc_html( $notice ) . '</p></div>';
	}
}

/** A row of the form, with its label and, below the field, what it means. The field is escaped. */
function heygen_avatar_show_row( string $name, string $label, string $field, string $hint = '' ): void {
	echo '<tr><th scope="row"><label for="heygen-avatar-' . esc_attr( $name ) . '">' . esc_html( $label ) . '</label></th><td>';
	// phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- made by the functions below.
	echo $field . ( '' === $hint ? '' : '<p class="description">' . esc_html( $hint ) . '</p>' ) . '</td></tr>';
}

/** The attributes that every field has. */
function heygen_avatar_field_attributes( string $name ): string {
	return 'id="heygen-avatar-' . esc_attr( $name ) . '" name="heygen_avatar[' . esc_attr( $name ) . ']"';
}

/** The key is never sent to the browser, not even to an administrator's. */
function heygen_avatar_show_key( array $settings ): void {
	$label = __( 'API key', 'heygen-avatar' );
	if ( defined( 'LIVEAVATAR_API_KEY' ) ) {
		heygen_avatar_show_row( 'api_key', $label, esc_html__( 'The key in wp-config.php is used.', 'heygen-avatar' ) );
		return;
	}
	$field = '<input type="password" class="regular-text" autocomplete="new-password" spellcheck="false" ' . heygen_avatar_field_attributes( 'api_key' ) . '>';
	if ( '' === $settings['api_key'] ) {
		heygen_avatar_show_row( 'api_key', $label, $field, __( 'From app.liveavatar.com/developers. You can also write define( \'LIVEAVATAR_API_KEY\', \'…\' ); into wp-config.php.', 'heygen-avatar' ) );
		return;
	}
	$field .= '<p><label><input type="checkbox" value="1" ' . heygen_avatar_field_attributes( 'forget_api_key' ) . '> ' . esc_html__( 'Forget the saved key', 'heygen-avatar' ) . '</label></p>';
	heygen_avatar_show_row( 'api_key', $label, $field, __( 'A key is saved. It is not shown again. Leave this empty to keep it.', 'heygen-avatar' ) );
}

function heygen_avatar_show_text( string $name, string $label, string $value, string $hint ): void {
	heygen_avatar_show_row( $name, $label, '<input type="text" class="regular-text" value="' . esc_attr( $value ) . '" ' . heygen_avatar_field_attributes( $name ) . '>', $hint );
}

function heygen_avatar_show_number( string $name, string $label, int $value, int $least, string $hint ): void {
	heygen_avatar_show_row( $name, $label, '<input type="number" class="small-text" min="' . $least . '" value="' . $value . '" ' . heygen_avatar_field_attributes( $name ) . '>', $hint );
}

function heygen_avatar_show_checkbox( string $name, string $label, string $text, bool $value ): void {
	$field = '<label><input type="checkbox" value="1" ' . checked( $value, true, false ) . ' ' . heygen_avatar_field_attributes( $name ) . '> ' . esc_html( $text ) . '</label>';
	heygen_avatar_show_row( $name, $label, $field );
}

function heygen_avatar_show_choice( string $name, string $label, string $value, array $choices ): void {
	$options = '';
	foreach ( $choices as $choice => $text ) {
		$options .= '<option value="' . esc_attr( $choice ) . '"' . selected( $value, $choice, false ) . '>' . esc_html( $text ) . '</option>';
	}
	heygen_avatar_show_row( $name, $label, '<select ' . heygen_avatar_field_attributes( $name ) . '>' . $options . '</select>' );
}
