<?php
/**
 * What a page gets: the tag, by shortcode or block, and the scripts, on pages that have a tag.
 *
 * Nothing that costs or that could send a token elsewhere is an attribute that an author writes: there is no autostart,
 * no token-url and no base-path, and no marked <div> becomes an avatar. What an author chooses for the session travels
 * signed, so a visitor can only ask for what the site has signed: for its pages, and for drafts that an author previews.
 *
 * @package HeygenAvatar
 */

defined( 'ABSPATH' ) || exit;

add_action( 'init', 'heygen_avatar_register' );
add_action( 'wp_enqueue_scripts', 'heygen_avatar_announce' );
// Always: at the head's time a classic theme doesn't know yet whether the page has an avatar.
add_action( 'wp_head', 'heygen_avatar_print_markup_rule', 1 );
// A block theme renders its blocks before the head, other themes in the body.
add_action( 'wp_head', 'heygen_avatar_print_scripts', 20 );
add_action( 'wp_footer', 'heygen_avatar_print_scripts', 20 );

function heygen_avatar_register(): void {
	wp_register_style( 'heygen-avatar', plugins_url( 'css/page.css', HEYGEN_AVATAR_FILE ), array(), HEYGEN_AVATAR_VERSION );
	// WordPress prints small styles with a path into the page itself.
	wp_style_add_data( 'heygen-avatar', 'path', plugin_dir_path( HEYGEN_AVATAR_FILE ) . 'css/page.css' );
	// Not in block.json: with a classic theme WordPress would print it on every page of the site.
	add_shortcode( 'heygen_avatar', 'heygen_avatar_shortcode' );
	register_block_type( plugin_dir_path( HEYGEN_AVATAR_FILE ) . 'block', array( 'render_callback' => 'heygen_avatar_block' ) );
}

/**
 * Authors may write data attributes without the right to write HTML. So `<div data-heygen-avatar>` could name an address
 * for tokens, or start a session without a press: the script must leave it alone.
 */
function heygen_avatar_print_markup_rule(): void {
	echo '<meta name="heygen-avatar:data-markup" content="off">' . "\n";
}

/** Gets the style into the head of a page whose shortcode is rendered only later, so that nothing jumps. */
function heygen_avatar_announce(): void {
	$post = is_singular() && '' !== heygen_avatar_api_key() ? get_post() : null;
	if ( $post && ( has_shortcode( $post->post_content, 'heygen_avatar' ) || has_block( 'heygen-avatar/avatar', $post ) ) ) {
		wp_enqueue_style( 'heygen-avatar' );
	}
}

/**
 * `[heygen_avatar avatar="…" voice-chat]`.
 *
 * @param array|string $attributes
 */
function heygen_avatar_shortcode( $attributes ): string {
	$wanted = array();
	foreach ( (array) $attributes as $name => $value ) {
		// A word without a value comes with a number for its name.
		$wanted[ is_int( $name ) ? $value : $name ] = is_int( $name ) ? true : $value;
	}
	return heygen_avatar_html( $wanted, 'class="heygen-avatar"' );
}

function heygen_avatar_block( array $attributes ): string {
	return heygen_avatar_html( $attributes, get_block_wrapper_attributes( array( 'class' => 'heygen-avatar' ) ) );
}

/**
 * The tag in a box of its own.
 *
 * @param array  $wanted Unchecked, as an author wrote it.
 * @param string $box    The box's attributes, escaped.
 */
function heygen_avatar_html( array $wanted, string $box ): string {
	if ( is_feed() ) {
		return '';
	}
	if ( '' === heygen_avatar_api_key() ) {
		return heygen_avatar_hint( __( 'The avatar appears here once an administrator has saved an API key under Settings → HeyGen Avatar.', 'heygen-avatar' ) );
	}
	if ( ! heygen_avatar_may_start() ) {
		$login = '<a href="' . esc_url( wp_login_url( (string) get_permalink() ) ) . '">' . esc_html__( 'Log in', 'heygen-avatar' ) . '</a>';
		/* translators: %s: a link with the words “Log in”. */
		return '<p>' . sprintf( esc_html__( '%s to talk with the avatar.', 'heygen-avatar' ), $login ) . '</p>';
	}
	// voice-chat, voice_chat and voiceChat are the same.
	$plain = array();
	foreach ( $wanted as $name => $value ) {
		$plain[ str_replace( array( '-', '_' ), '', strtolower( (string) $name ) ) ] = $value;
	}
	heygen_avatar_is_on_page( true );
	wp_enqueue_style( 'heygen-avatar' );
	$width = isset( $plain['width'] ) && preg_match( '/^(\d{1,4})(px|%)?$/', (string) $plain['width'], $found )
		? ' style="max-width:' . $found[1] . ( $found[2] ?? 'px' ) . '"'
		: '';
	$tag = '';
	foreach ( heygen_avatar_tag_attributes( $plain ) as $name => $value ) {
		$tag .= ' ' . $name . ( true === $value ? '' : '="' . esc_attr( $value ) . '"' );
	}
	$without = esc_html__( 'The avatar needs JavaScript.', 'heygen-avatar' );
	$context = heygen_avatar_clean_id( $plain['context'] ?? '' );
	$hint    = '' === $context && '' === heygen_avatar_settings()['context']
		? heygen_avatar_hint( __( 'This avatar has no context, so it answers nobody. An administrator can save one under Settings → HeyGen Avatar.', 'heygen-avatar' ) )
		: '';
	return "<div $box><div$width><heygen-avatar$tag><noscript>$without</noscript></heygen-avatar></div>$hint</div>";
}

/** For the people who can do something about it. Visitors see nothing. */
function heygen_avatar_hint( string $words ): string {
	if ( ! current_user_can( 'edit_posts' ) ) {
		return '';
	}
	return '<p class="heygen-avatar-hint">' . esc_html( $words ) . ' ' . esc_html__( 'Only authors see this.', 'heygen-avatar' ) . '</p>';
}

/**
 * The tag's attributes; true for those without a value.
 *
 * @param array $plain What the author wrote, by names in small letters without hyphens.
 */
function heygen_avatar_tag_attributes( array $plain ): array {
	$attributes = array( 'service' => 'liveavatar' );
	// Absent, the tag has a start and an end button only. "none" would leave visitors without an end button.
	$controls = $plain['controls'] ?? '';
	if ( heygen_avatar_clean_flag( $controls ) ) {
		$list = true === $controls ? '' : trim( (string) preg_replace( '/[^a-z-]+/', ' ', (string) $controls ) );
		if ( 'none' !== $list ) {
			$attributes['controls'] = $list;
		}
	}
	$poster = $plain['poster'] ?? '';
	$poster = is_numeric( $poster ) ? wp_get_attachment_image_url( (int) $poster, 'large' ) : $poster;
	if ( esc_url_raw( (string) $poster, array( 'http', 'https' ) ) ) {
		$attributes['poster'] = esc_url_raw( (string) $poster, array( 'http', 'https' ) );
	}
	foreach ( array( 'muted', 'voice-chat', 'push-to-talk' ) as $flag ) {
		$value = $plain[ str_replace( '-', '', $flag ) ] ?? false;
		if ( heygen_avatar_clean_flag( $value ) ) {
			$attributes[ $flag ] = true;
		}
	}
	if ( defined( 'LIVEAVATAR_URL' ) ) {
		$attributes['base-path'] = LIVEAVATAR_URL;
	}
	$session = heygen_avatar_signed_session( $plain );
	// For js/page.js. A path, because a page may have been opened under another name of the site.
	$attributes['data-wordpress'] = wp_json_encode(
		array(
			'url'     => wp_make_link_relative( admin_url( 'admin-ajax.php' ) ),
			'session' => $session,
			'nonce'   => wp_create_nonce( 'heygen_avatar_token' ),
		)
	);
	/**
	 * Filters the attributes of the tag, for example to add `lang` or a `--heygen-avatar-…` style.
	 *
	 * @param array $attributes Values by name; true for an attribute without a value.
	 */
	return (array) apply_filters( 'heygen_avatar_attributes', $attributes );
}

/** Remembers whether this page has a tag. */
function heygen_avatar_is_on_page( bool $found = false ): bool {
	static $is_on_page = false;
	$is_on_page        = $is_on_page || $found;
	return $is_on_page;
}

/** Once, on a page that has a tag. WordPress 6.1 has no API for module scripts. */
function heygen_avatar_print_scripts(): void {
	static $printed = false;
	if ( $printed || ! heygen_avatar_is_on_page() ) {
		return;
	}
	$printed = true;
	foreach ( array( 'heygen-avatar' => 'assets/heygen-avatar.js', 'heygen-avatar-page' => 'js/page.js' ) as $id => $path ) {
		$address = add_query_arg( 'ver', HEYGEN_AVATAR_VERSION, plugins_url( $path, HEYGEN_AVATAR_FILE ) );
		wp_print_script_tag(
			array(
				'type' => 'module',
				'id'   => $id,
				'src'  => esc_url_raw( $address ),
			)
		);
	}
}
