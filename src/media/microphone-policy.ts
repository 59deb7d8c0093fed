/** Whether the page, or the iframe that it is in, is allowed microphones at all. */

interface PermissionsPolicy {
  allowsFeature(feature: string): boolean;
}

/** Chromium tells beforehand; elsewhere a refusal without a question is all there is. */
export function policyAllows(): boolean {
  const policy = (document as Document & { featurePolicy?: PermissionsPolicy }).featurePolicy;
  return policy?.allowsFeature('microphone') ?? true;
}
