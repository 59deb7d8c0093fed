<?php
/**
 * Plugin Name: Token endpoint for heygen-avatar
 * Description: POST /wp-json/heygen-avatar/v1/token answers a LiveAvatar session token. For the tag: token-url="/wp-json/heygen-avatar/v1/token".
 */

// In wp-config.php: define('LIVEAVATAR_API_KEY', '…'); define('LIVEAVATAR_AVATAR_ID', '…'); define('LIVEAVATAR_CONTEXT_ID', '…');
defined('ABSPATH') || exit;

const HEYGEN_AVATAR_LIMIT = 20; // tokens a minute for one visitor

add_action('rest_api_init', fn() => register_rest_route('heygen-avatar/v1', '/token', [
    'methods' => 'POST',
    'callback' => 'heygen_avatar_token',
    'permission_callback' => '__return_true', // the callback decides, and says why in the form that the tag reads
]));

function heygen_avatar_answer(array $body, int $status = 200): WP_REST_Response {
    return new WP_REST_Response($body, $status, ['Cache-Control' => 'no-store']);
}

function heygen_avatar_refuse(string $code, string $message, int $status, bool $retryable = false): WP_REST_Response {
    return heygen_avatar_answer(['error' => compact('code', 'message', 'retryable')], $status);
}

function heygen_avatar_token(WP_REST_Request $request): WP_REST_Response {
    $home = wp_parse_url(home_url());
    $origin = $home['scheme'] . '://' . $home['host'] . (isset($home['port']) ? ':' . $home['port'] : '');
    if ($request->get_header('origin') !== $origin) {
        return heygen_avatar_refuse('forbidden', 'Pages of this origin get no token.', 403);
    }
    $client = 'heygen_avatar_' . md5($_SERVER['REMOTE_ADDR'] . floor(time() / 60));
    $count = (int) get_transient($client) + 1;
    set_transient($client, $count, 60);
    if ($count > HEYGEN_AVATAR_LIMIT) {
        return heygen_avatar_refuse('rate_limited', 'Too many calls in a short time. Try again in a moment.', 429, true);
    }
    // Only this of what the page asks for counts.
    $quality = $request->get_json_params()['quality'] ?? 'high';
    $answer = wp_remote_post((defined('LIVEAVATAR_URL') ? LIVEAVATAR_URL : 'https://api.liveavatar.com') . '/v1/sessions/token', [
        'timeout' => 10,
        'redirection' => 0,
        'headers' => ['X-API-KEY' => LIVEAVATAR_API_KEY, 'Content-Type' => 'application/json'],
        'body' => wp_json_encode([
            'mode' => 'FULL',
            'avatar_id' => LIVEAVATAR_AVATAR_ID,
            'avatar_persona' => ['context_id' => LIVEAVATAR_CONTEXT_ID],
            'video_settings' => ['quality' => in_array($quality, ['low', 'medium', 'high'], true) ? $quality : 'high'],
            'max_session_duration' => 600,
        ]),
    ]);
    $data = json_decode(wp_remote_retrieve_body($answer), true)['data'] ?? null;
    if (wp_remote_retrieve_response_code($answer) !== 200 || !is_string($data['session_token'] ?? null)) {
        return heygen_avatar_refuse('server_error', 'The avatar service gave no token. Try again in a moment.', 502, true);
    }
    return heygen_avatar_answer(['token' => $data['session_token'], 'sessionId' => $data['session_id'] ?? null]);
}
