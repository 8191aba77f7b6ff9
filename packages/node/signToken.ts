import { SignJWT } from 'jose';

export interface TokenRequest {
  /** The uuid of the actor. */
  subject: string;
  role: 'viewer' | 'publisher' | 'admin';
  namespace: string;
  /** From now, such as `30d`, `12h`. */
  expiresIn: string;
}

/** A token like those of Supabase (docs: https://supabase.com/docs/guides/auth/jwts), signed with a shared secret. */
export const signToken = (secret: Uint8Array, { subject, role, namespace, expiresIn }: TokenRequest): Promise<string> =>
  new SignJWT({ role: 'authenticated', app_metadata: { registry_role: role, namespace } })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(subject)
    .setAudience('authenticated')
    .setIssuedAt()
    .setExpirationTime(expiresIn)
    .sign(secret);
