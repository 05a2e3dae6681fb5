/**
 * A form whose hidden field `answer` is filled by the device's passkey (WebAuthn), then sent as any other form.
 * data-kind: create or get; data-options: the server's options as JSON, bytes in base64url.
 */

type Bytes = Uint8Array<ArrayBuffer>;
type Descriptor = { id: string; type: 'public-key'; transports?: AuthenticatorTransport[] };

export function start(form: HTMLElement): void {
  if (!(form instanceof HTMLFormElement)) return;
  const field = form.querySelector<HTMLInputElement>('input[name="answer"]');
  if (!field) return;
  form.addEventListener('submit', (event) => {
    if (field.value) return;
    event.preventDefault();
    void answer(form, field);
  });
}

async function answer(form: HTMLFormElement, field: HTMLInputElement): Promise<void> {
  say(form, '');
  if (!('credentials' in navigator) || !('PublicKeyCredential' in window)) {
    say(form, form.dataset['missing'] ?? '');
    return;
  }
  const button = form.querySelector('button');
  if (button) button.disabled = true;
  try {
    const options: unknown = JSON.parse(form.dataset['options'] ?? '{}');
    const credential = form.dataset['kind'] === 'create' ? await created(options) : await shown(options);
    field.value = JSON.stringify(credential);
    form.submit();
  } catch {
    say(form, form.dataset['trouble'] ?? '');
  } finally {
    if (button) button.disabled = false;
  }
}

function say(form: HTMLFormElement, text: string): void {
  const place = form.querySelector<HTMLElement>('[data-passkey-says]');
  if (place) place.textContent = text;
}

type CreationOptions = Omit<PublicKeyCredentialCreationOptions, 'challenge' | 'user' | 'excludeCredentials'> & {
  challenge: string;
  user: { id: string; name: string; displayName: string };
  excludeCredentials?: Descriptor[];
};
type RequestOptions = Omit<PublicKeyCredentialRequestOptions, 'challenge' | 'allowCredentials'> & {
  challenge: string;
  allowCredentials?: Descriptor[];
};

async function created(given: unknown): Promise<object> {
  const options = given as CreationOptions;
  const credential = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: (options.excludeCredentials ?? []).map(descriptor),
    },
  });
  if (!(credential instanceof PublicKeyCredential)) throw new Error('no credential');
  const response = credential.response as AuthenticatorAttestationResponse;
  return {
    ...common(credential),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  };
}

async function shown(given: unknown): Promise<object> {
  const options = given as RequestOptions;
  const credential = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: (options.allowCredentials ?? []).map(descriptor),
    },
  });
  if (!(credential instanceof PublicKeyCredential)) throw new Error('no credential');
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    ...common(credential),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle ? text(response.userHandle) : null,
    },
  };
}

function common(credential: PublicKeyCredential): object {
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, clientExtensionResults: {} };
}

function descriptor(one: Descriptor): PublicKeyCredentialDescriptor {
  return { ...one, id: bytes(one.id) };
}

/** Bytes of a text in base64url. */
export function bytes(base64url: string): Bytes {
  const binary = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

/** Text in base64url, without padding. */
export function text(buffer: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
