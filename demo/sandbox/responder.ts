/** Owns what the avatar says of its own: short scripted replies that say what it was given, always the same. */

export interface Knowledge {
  base: string | undefined;
  baseId: string | undefined;
}

const QUOTED = 140;

export function respond(question: string, knowledge: Knowledge): string {
  const asked = shorten(question);
  const parts: string[] = [];
  if (/^\s*(hi|hello|hey|good (morning|afternoon|evening))\b/i.test(question)) {
    parts.push('Hello! I am the avatar of the local sandbox.');
  } else if (/\b(thanks|thank you)\b/i.test(question)) {
    parts.push('You are welcome.');
  } else if (question.trim().endsWith('?')) {
    parts.push(`You asked: ${asked}`);
  } else {
    parts.push(`You said: ${asked}`);
  }
  if (knowledge.base?.trim()) {
    parts.push(`My knowledge base tells me: ${shorten(knowledge.base)}`, 'So that is what I go by.');
  } else if (knowledge.baseId?.trim()) {
    parts.push(`I was given the knowledge base ${shorten(knowledge.baseId)} But here I cannot read it.`);
  } else {
    parts.push('I have no knowledge base, so this is all I can say.');
  }
  return parts.join(' ');
}

/** To a microphone: nobody here understands speech. */
export function answerToSpeech(seconds: string): string {
  return `I heard ${seconds} seconds of speech. I cannot understand it, so this answer is scripted.`;
}

export function promptInSilence(silenceTimes: number): string {
  return silenceTimes === 1 ? 'Are you still there?' : 'I am still here, should you want to talk.';
}

function shorten(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  const cut = flat.length > QUOTED ? `${flat.slice(0, flat.lastIndexOf(' ', QUOTED))} and so on` : flat;
  return /[.!?]$/.test(cut) ? cut : `${cut}.`;
}
