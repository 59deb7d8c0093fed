/** Whether a permissions policy allows this page, or its iframe, to use microphones. */

interface PermissionsPolicy {
  allowsFeature(feature: string): boolean;
}

/** Only Chromium tells. Other browsers just refuse without asking the visitor. */
export function policyAllows(): boolean {
  const policy = (document as Document & { featurePolicy?: PermissionsPolicy }).featurePolicy;
  return policy?.allowsFeature('microphone') ?? true;
}
