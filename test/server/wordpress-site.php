<?php
// As much of WordPress as the plugin uses, for PHP's own server: `php -S 127.0.0.1:8080 wordpress-site.php`.
define('ABSPATH', __DIR__);
foreach (['LIVEAVATAR_API_KEY', 'LIVEAVATAR_URL', 'LIVEAVATAR_AVATAR_ID', 'LIVEAVATAR_CONTEXT_ID'] as $name) {
    define($name, getenv($name));
}

$routes = [];
$send = null;

function add_action(string $hook, callable $act): void { $act(); }
function register_rest_route(string $space, string $route, array $options): void {
    $GLOBALS['routes']["/wp-json/$space$route"] = $options;
}
function home_url(): string { return getenv('SITE'); }
function wp_parse_url(string $url): array { return parse_url($url); }
function wp_json_encode($value): string { return json_encode($value); }

function transient_file(string $name): string { return getenv('TRANSIENTS') . "/$name"; }
function get_transient(string $name) {
    $file = transient_file($name);
    return is_file($file) ? json_decode(file_get_contents($file)) : false;
}
function set_transient(string $name, $value, int $seconds): void {
    file_put_contents(transient_file($name), json_encode($value));
}

class WP_Error {}
function wp_remote_post(string $url, array $args) {
    $headers = [];
    foreach ($args['headers'] as $name => $value) $headers[] = "$name: $value";
    $http = ['method' => 'POST', 'header' => $headers, 'content' => $args['body'], 'timeout' => $args['timeout'], 'ignore_errors' => true, 'max_redirects' => 0];
    $body = @file_get_contents($url, false, stream_context_create(['http' => $http]));
    if ($body === false) return new WP_Error();
    return ['status' => (int) explode(' ', $http_response_header[0])[1], 'body' => $body];
}
function wp_remote_retrieve_body($answer): string { return is_array($answer) ? $answer['body'] : ''; }
function wp_remote_retrieve_response_code($answer) { return is_array($answer) ? $answer['status'] : ''; }

class WP_REST_Request {
    public function get_header(string $name): ?string { return $_SERVER['HTTP_' . strtoupper($name)] ?? null; }
    public function get_json_params(): ?array { return json_decode(file_get_contents('php://input'), true); }
}
class WP_REST_Response {
    public function __construct(public $data, public int $status, public array $headers) {}
}

require getenv('PLUGIN');

$route = $routes[parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)] ?? null;
if (!$route || $_SERVER['REQUEST_METHOD'] !== $route['methods']) {
    http_response_code(404);
    exit;
}
$response = $route['callback'](new WP_REST_Request());
http_response_code($response->status);
header('Content-Type: application/json');
foreach ($response->headers as $name => $value) header("$name: $value");
echo json_encode($response->data);
