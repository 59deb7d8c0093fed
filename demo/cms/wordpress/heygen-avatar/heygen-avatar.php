<?php
/**
 * Plugin Name:       HeyGen Avatar
 * Description:       Puts a talking HeyGen avatar on a page, with a shortcode or a block. Session tokens are made on this server, so your API key never reaches a page. An independent project, not affiliated with HeyGen.
 * Version:           0.0.0
 * Requires at least: 6.1
 * Requires PHP:      8.0
 * License:           MIT
 * Text Domain:       heygen-avatar
 *
 * @package HeygenAvatar
 */

defined( 'ABSPATH' ) || exit;

// `npm run build:wordpress` writes the package's version here and above.
const HEYGEN_AVATAR_VERSION = '0.0.0';
const HEYGEN_AVATAR_FILE    = __FILE__;

require __DIR__ . '/includes/settings.php';
require __DIR__ . '/includes/page.php';
require __DIR__ . '/includes/rate-limit.php';
require __DIR__ . '/includes/service.php';
require __DIR__ . '/includes/token.php';

if ( is_admin() ) {
	require __DIR__ . '/includes/settings-page.php';
}
