/**
 * A real OpenID provider (oidc-provider) on this machine, for tests: `node provider.mjs PORT REDIRECT_URI`.
 * Its development pages sign anybody in under the name typed. Prints "ready" once it listens.
 */
import Provider from 'oidc-provider';

const [port, redirectUri] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [
    { client_id: 'padu', client_secret: 'rahasia-uji-coba', redirect_uris: [redirectUri], response_types: ['code'] },
    { client_id: 'lain', client_secret: 'rahasia-uji-coba', redirect_uris: [redirectUri], response_types: ['code'] },
  ],
  cookies: { keys: ['kunci-uji-coba'] },
  pkce: { required: () => true },
});

provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
