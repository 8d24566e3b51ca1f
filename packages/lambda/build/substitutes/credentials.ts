/** In place of the SDK's providers of credentials: Lambda has them in the environment, always. */

/** Credentials as the SDK's clients take them. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Of `@aws-sdk/credential-provider-node`, without profiles, SSO, containers and EC2's metadata
 * service. Reads the environment each time: an environment that lives for long gets new ones.
 *
 * @throws Error called `CredentialsProviderError`, as the SDK's, where the variables are missing
 */
export const defaultProvider = () => async (): Promise<Credentials> => {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env;
  if (accessKeyId && secretAccessKey) {
    return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  }
  const error = new Error(
    'There are no AWS credentials in the environment variables AWS_ACCESS_KEY_ID, ' +
      'AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, where Lambda puts those of the execution role. ' +
      'This function reads no profiles, and asks neither SSO nor a metadata service.',
  );
  error.name = 'CredentialsProviderError';
  throw error;
};

/** The same, as `@aws-sdk/credential-providers` calls it. */
export const fromNodeProviderChain = defaultProvider;
