/** The one request that makes the object appear, and what is known of its outcome. */

import { fieldsOf, isNoSuchUpload, isPreconditionFailed } from './failure.ts';

/** Made at most once. */
export class Commit {
  #error: unknown;

  /** @throws what the request throws */
  async make<Answer>(request: () => Promise<Answer>): Promise<Answer> {
    try {
      return await request();
    } catch (error) {
      this.#error = error;
      throw error;
    }
  }

  /**
   * Whether S3 may have made the object all the same: there was no answer, or one that is due to
   * an earlier attempt whose answer was lost.
   */
  get isUncertain(): boolean {
    const error = this.#error;
    if (error === undefined) return false;
    const isUnanswered = fieldsOf(error).$metadata?.httpStatusCode === undefined;
    return (
      isUnanswered || isNoSuchUpload(error) || (isPreconditionFailed(error) && this.wasRetried)
    );
  }

  /** Whether it failed, and had more than one attempt. */
  get wasRetried(): boolean {
    return Number(fieldsOf(this.#error).$metadata?.attempts ?? 1) > 1;
  }
}
