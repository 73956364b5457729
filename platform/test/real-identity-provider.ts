/**
 * A real OpenID Connect provider (oidc-provider) on the loopback address, and a browser that signs in at it: follows
 * redirects, keeps cookies, fills in its forms. For tests of signing in; what it knows of people is made up.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Provider } from "oidc-provider";

export interface ProviderPerson {
  readonly email: string;
  readonly email_verified: boolean;
  readonly preferred_username: string;
}

export interface RealProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Signs `subject` in at the page of `url`; gives where the browser is sent back to. */
  signIn(url: string, subject: string): Promise<URL>;
  /** Refuses at the page. */
  cancel(url: string): Promise<URL>;
  /** While it is down it answers nothing but that it cannot. */
  setDown(down: boolean): void;
  close(): Promise<void>;
}

const CLIENT_ID = "duanliu-test";
const CLIENT_SECRET = "a-secret-of-the-test-client-alone-0001";

export async function startIdentityProvider(redirectUri: string, people: Readonly<Record<string, ProviderPerson>>): Promise<RealProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: Provider = await quietly(async () => {
    const { Provider: RealOne } = await import("oidc-provider");
    return new RealOne(issuer, {
      clients: [{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: [redirectUri], token_endpoint_auth_method: "client_secret_post" }],
      cookies: { keys: ["test-key"] },
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["preferred_username"] },
      pkce: { required: () => true },
      ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
      features: { devInteractions: { enabled: true } },
      findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: async () => ({ sub: id, ...people[id] }) }),
    });
  });
  let down = false;
  const answer = provider.callback();
  server.on("request", (request, response) => (down ? void response.writeHead(503).end() : answer(request, response)));
  return {
    issuer,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    signIn: (url, subject) => browse(issuer, url, (form): Readonly<Record<string, string>> => (form.includes('name="login"') ? { login: subject, password: "any" } : {})),
    cancel: (url) => browse(issuer, url, () => null),
    setDown: (value) => {
      down = value;
    },
    close: () => stop(server),
  };
}

/** Development keys and forms are what a test wants; its warnings about them are not. */
async function quietly<T>(make: () => Promise<T>): Promise<T> {
  const { warn, info } = console;
  console.warn = console.info = () => undefined;
  try {
    return await make();
  } finally {
    Object.assign(console, { warn, info });
  }
}

/** Goes from page to page until it is sent elsewhere. `fill` gives a form's fields, or null to go back. */
async function browse(issuer: string, start: string, fill: (form: string) => Readonly<Record<string, string>> | null): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = new URL(start);
  let body: URLSearchParams | undefined;
  for (let step = 0; step < 20; step++) {
    if (url.origin !== issuer) return url;
    const response = await fetch(url, {
      redirect: "manual",
      method: body === undefined ? "GET" : "POST",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    const page = await response.text();
    const location = response.headers.get("location");
    body = undefined;
    if (location !== null) url = new URL(location, url);
    else {
      const action = /action="([^"]+)"/.exec(page)?.[1];
      if (action === undefined) throw new Error(`the provider showed no form (${response.status}): ${page.slice(0, 500)}`);
      const fields = fill(page);
      const hidden = [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map((match): [string, string] => [match[1], match[2]]);
      if (fields === null) url = new URL(`${action}/abort`, url);
      else {
        url = new URL(action, url);
        body = new URLSearchParams([...hidden, ...Object.entries(fields)]);
      }
    }
  }
  throw new Error("the provider leads in a circle");
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
