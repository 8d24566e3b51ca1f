/** The real servers that tests and the demo run against. */

export type {
  DatabaseOffer,
  DatabaseServer,
  DatabaseSession,
  DatabaseStartOptions,
} from './database-server.ts';
export { databaseOffer, databaseOffers } from './databases.ts';
export {
  type LambdaOptions,
  type LambdaRuntime,
  type LambdaRuntimeOffer,
  lambdaRuntimeOffer,
} from './lambda-runtime.ts';
export {
  type ParameterRequest,
  type ParameterStore,
  startParameterStore,
} from './parameter-store.ts';
export { listProcesses, type ServerProcess } from './processes.ts';
export type { InvocationResult, LambdaError } from './runtime-api.ts';
export { type OpenUpload, type S3Service, type StoredObject, startS3 } from './s3.ts';
export {
  type SecretContent,
  type SecretRequest,
  type SecretsManager,
  startSecretsManager,
} from './secrets-manager.ts';
export { createTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';
