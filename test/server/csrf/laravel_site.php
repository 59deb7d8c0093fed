<?php
// A site in Laravel, whose own protection against forged requests stands before the token endpoint. A whole application
// has a folder of settings; these are the ones that such a request meets.

use Illuminate\Config\Repository;
use Illuminate\Contracts\Debug\ExceptionHandler;
use Illuminate\Cookie\CookieServiceProvider;
use Illuminate\Cookie\Middleware\AddQueuedCookiesToResponse;
use Illuminate\Cookie\Middleware\EncryptCookies;
use Illuminate\Encryption\EncryptionServiceProvider;
use Illuminate\Filesystem\FilesystemServiceProvider;
use Illuminate\Foundation\Application;
use Illuminate\Foundation\Bootstrap\BootProviders;
use Illuminate\Foundation\Exceptions\Handler;
use Illuminate\Foundation\Http\Kernel;
use Illuminate\Foundation\Http\Middleware\VerifyCsrfToken;
use Illuminate\Http\Request;
use Illuminate\Session\Middleware\StartSession;
use Illuminate\Session\SessionServiceProvider;
use Illuminate\Support\Facades\Facade;
use Illuminate\Translation\TranslationServiceProvider;
use Illuminate\View\ViewServiceProvider;

// Debian's Laravel is older than its PHP, which has its reservations.
error_reporting( E_ALL & ~E_DEPRECATED );

require_once 'Illuminate/autoload.php';
require_once 'Illuminate/Foundation/helpers.php';

class Site extends Kernel {
	protected $bootstrappers = array( BootProviders::class );
	protected $middleware    = array( EncryptCookies::class, AddQueuedCookiesToResponse::class, StartSession::class, VerifyCsrfToken::class );
}

class Quiet extends Handler {
	public function report( Throwable $error ): void {
		error_log( (string) $error );
	}
}

$app = new Application( sys_get_temp_dir() );
Facade::setFacadeApplication( $app );
$app->instance( 'env', 'production' );
$app->instance(
	'config',
	new Repository(
		array(
			'app'     => array(
				'key'             => str_repeat( 'k', 32 ),
				'cipher'          => 'AES-256-CBC',
				'debug'           => false,
				'aliases'         => array(),
				'locale'          => 'en',
				'fallback_locale' => 'en',
			),
			'session' => array(
				'driver'          => 'cookie',
				'lifetime'        => 120,
				'expire_on_close' => false,
				'lottery'         => array( 0, 100 ),
				'cookie'          => 'site_session',
				'path'            => '/',
				'domain'          => null,
				'secure'          => false,
				'http_only'       => true,
				'same_site'       => 'lax',
			),
			'view'    => array(
				'paths'    => array(),
				'compiled' => sys_get_temp_dir(),
			),
		)
	)
);
$app->singleton( ExceptionHandler::class, Quiet::class );
foreach ( array( FilesystemServiceProvider::class, EncryptionServiceProvider::class, CookieServiceProvider::class, SessionServiceProvider::class, TranslationServiceProvider::class, ViewServiceProvider::class ) as $provider ) {
	$app->register( $provider );
}
$app['router']->get( '/', fn() => '<meta name="csrf-token" content="' . csrf_token() . '">' . getenv( 'PAGE' ) );
$app['router']->post( '/avatar-token', fn() => array( 'token' => getenv( 'TOKEN' ) ) );

$app->make( Site::class )->handle( Request::capture() )->send();
