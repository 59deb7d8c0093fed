/** Owns a real WordPress for the tests: a copy in a temporary folder, MariaDB behind it, PHP's own server before it. */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findServerProgram, freePort, run, type Running } from '../server/programs.js';

const { findWordPress } = (await import(
  new URL('../../.config/server-programs.mjs', import.meta.url).href
)) as { findWordPress: () => string };

export interface Account {
  name: string;
  password: string;
}

/** The first is what the others are made by. */
export const admin: Account = { name: 'owner', password: 'the-owner-of-the-site' };
/** Writes and publishes, but not HTML that is not filtered. */
export const author: Account = { name: 'writer', password: 'the-author-of-the-pages' };

/** A theme as they were before blocks: the head is printed before the content is looked at. */
export const classicTheme = 'classic';

export class WordPressSite {
  readonly url: string;
  readonly #folder: string;
  readonly #programs: Running[] = [];

  private constructor(folder: string, url: string) {
    this.#folder = folder;
    this.url = url;
  }

  /** `serviceUrl` stands in for api.liveavatar.com. */
  static async start(serviceUrl: string): Promise<WordPressSite> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'wordpress-')));
    const port = await freePort();
    const site = new WordPressSite(folder, `http://127.0.0.1:${port}`);
    try {
      const [socket] = await Promise.all([
        site.#startDatabase(),
        cp(findWordPress(), site.#root, { recursive: true, dereference: true }),
      ]);
      await site.#configure(socket, serviceUrl);
      await site.#serve(port);
      await site.#install();
      return site;
    } catch (error) {
      await site.end();
      throw error;
    }
  }

  get #root(): string {
    return join(this.#folder, 'site');
  }

  /**
   * Runs code inside WordPress, with what administration has, and resolves with what it returns; `$in` is the given
   * value.
   */
  async php<T>(code: string, value: unknown = null): Promise<T> {
    const script = `$_SERVER['HTTP_HOST'] = parse_url('${this.url}', PHP_URL_HOST);
      define('WP_ADMIN', true);
      require '${this.#root}/wp-load.php';
      require_once ABSPATH . 'wp-admin/includes/admin.php';
      $answer = (function ($in) { ${code} })(json_decode(stream_get_contents(STDIN), true));
      echo "\\n@@", json_encode($answer);`;
    const { stdout, stderr } = await runPhp(script, JSON.stringify(value));
    const at = stdout.lastIndexOf('\n@@');
    if (at < 0) throw new Error(`${code}\n${stdout}\n${stderr}`);
    return JSON.parse(stdout.slice(at + 3)) as T;
  }

  /** Publishes a page as somebody, with what WordPress lets that account write; resolves with its address. */
  publish(content: string, by: Account): Promise<string> {
    return this.php(
      `wp_set_current_user(get_user_by('login', $in['by'])->ID);
       kses_init();
       $id = wp_insert_post(wp_slash(['post_type' => 'post', 'post_status' => 'publish', 'post_title' => 'An avatar', 'post_content' => $in['content']]), true);
       return get_permalink($id);`,
      { content, by: by.name },
    );
  }

  /** Changes some of the plugin's settings, past its form. */
  async set(settings: Record<string, unknown>): Promise<void> {
    await this.php(
      "remove_all_filters('sanitize_option_heygen_avatar'); update_option('heygen_avatar', array_merge(get_option('heygen_avatar', []), $in));",
      settings,
    );
  }

  /**
   * Keeps a page as it is now, and lets nonces live so short that the one in it is none any more. Resolves with what
   * undoes both.
   */
  async cache(url: string): Promise<() => Promise<void>> {
    const html = await (await fetch(url)).text();
    await this.php("update_option('test_nonce_life', 120); update_option('test_page_cache', $in);", {
      [new URL(url).pathname]: html,
    });
    return () => this.php("delete_option('test_nonce_life'); delete_option('test_page_cache');");
  }

  /** Lets every visitor begin anew. */
  async forgetCounts(): Promise<void> {
    await this.php(
      'global $wpdb; $wpdb->query("DELETE FROM $wpdb->options WHERE option_name LIKE \'%transient%heygen_avatar_%\'");',
    );
  }

  /** What PHP and WordPress had to say, notices and deprecations included. */
  log(): Promise<string> {
    return readFile(join(this.#root, 'wp-content/debug.log'), 'utf8').catch(() => '');
  }

  async end(): Promise<void> {
    for (const program of this.#programs.toReversed()) await program.end();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #startDatabase(): Promise<string> {
    const data = join(this.#folder, 'data');
    const socket = join(this.#folder, 'db.sock');
    const server = findServerProgram('mariadb');
    // It runs as root only when told to.
    const user = process.getuid?.() === 0 ? ['--user=root'] : [];
    const install = await installerBeside(server);
    await promisify(execFile)(install, [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...user,
    ]);
    const first = join(this.#folder, 'first.sql');
    await writeFile(first, 'CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4;\n');
    const args = ['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, '--skip-networking', ...user];
    const quick = ['--innodb-flush-log-at-trx-commit=0', '--innodb-buffer-pool-size=32M'];
    this.#programs.push(
      await run(server, [...args, ...quick, `--init-file=${first}`], /ready for connections/),
    );
    return socket;
  }

  async #configure(socket: string, serviceUrl: string): Promise<void> {
    const salts = ['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'].flatMap((name) => [
      `define('${name}_KEY', '${name} key of the tests');`,
      `define('${name}_SALT', '${name} salt of the tests');`,
    ]);
    const config = `<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:${socket}');
define('DB_CHARSET', 'utf8mb4');
${salts.join('\n')}
$table_prefix = 'wp_';
define('WP_HOME', '${this.url}');
define('WP_SITEURL', '${this.url}');
define('WP_DEBUG', true);
define('WP_DEBUG_LOG', true);
define('WP_DEBUG_DISPLAY', false);
define('SCRIPT_DEBUG', false);
define('FS_METHOD', 'direct');
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('WP_ACCESSIBLE_HOSTS', '127.0.0.1');
define('LIVEAVATAR_URL', '${serviceUrl}');
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`;
    await writeFile(join(this.#root, 'wp-config.php'), config);
    const own = join(this.#root, 'wp-content/mu-plugins');
    await mkdir(own, { recursive: true });
    await mkdir(join(this.#root, 'wp-content/uploads'), { recursive: true });
    // No mail leaves the tests. A test may shorten the life of nonces, and keep a page as page caches do.
    const plugin = `<?php
function wp_mail() { return true; }
add_filter('nonce_life', fn($life) => (int) get_option('test_nonce_life', $life));
$kept = get_option('test_page_cache', []);
if (isset($_SERVER['REQUEST_URI'], $kept[$_SERVER['REQUEST_URI']])) {
    header('Content-Type: text/html; charset=utf-8');
    exit($kept[$_SERVER['REQUEST_URI']]);
}
`;
    await writeFile(join(own, 'tests.php'), plugin);
    const theme = join(this.#root, 'wp-content/themes', classicTheme);
    await mkdir(theme);
    await writeFile(join(theme, 'style.css'), '/* Theme Name: Classic */');
    const template = `<!doctype html><html><head><?php wp_head(); ?></head><body>
<?php while (have_posts()) { the_post(); the_content(); } wp_footer(); ?></body></html>`;
    await writeFile(join(theme, 'index.php'), template);
  }

  async #serve(port: number): Promise<void> {
    const args = ['-d', 'upload_max_filesize=8M', '-d', 'opcache.enable_cli=1', '-S', `127.0.0.1:${port}`];
    const started = /Development Server .* started/;
    // One process: its workers would outlive it.
    this.#programs.push(await run(findServerProgram('php'), [...args, '-t', this.#root], started));
  }

  async #install(): Promise<void> {
    const script = `define('WP_INSTALLING', true);
      $_SERVER['HTTP_HOST'] = parse_url('${this.url}', PHP_URL_HOST);
      require '${this.#root}/wp-load.php';
      require_once ABSPATH . 'wp-admin/includes/upgrade.php';
      wp_install('A site', '${admin.name}', 'owner@your.site', true, '', '${admin.password}');
      echo 'installed';`;
    const { stdout, stderr } = await runPhp(script);
    if (!stdout.endsWith('installed')) throw new Error(`WordPress was not installed: ${stdout}\n${stderr}`);
    await this.php(
      `update_option('permalink_structure', '/%postname%/');
       global $wp_rewrite; $wp_rewrite->init(); $wp_rewrite->set_permalink_structure('/%postname%/'); flush_rewrite_rules(false);
       update_option('show_avatars', 0);
       wp_insert_user(['user_login' => $in['name'], 'user_pass' => $in['password'], 'role' => 'author']);`,
      author,
    );
  }
}

function runPhp(code: string, input = ''): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(findServerProgram('php'), ['-r', code], { stdio: 'pipe' });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', () => resolve({ stdout, stderr }));
    child.stdin.end(input);
  });
}

/** `mariadb-install-db` is beside the server, or beside the other programs of the same installation. */
async function installerBeside(server: string): Promise<string> {
  const folder = dirname(await realpath(server));
  const places = [folder, join(folder, '../bin'), join(folder, '../scripts')];
  const found = places.map((place) => join(place, 'mariadb-install-db')).find((path) => existsSync(path));
  if (!found) throw new Error(`There is no mariadb-install-db near ${server}.`);
  return found;
}
