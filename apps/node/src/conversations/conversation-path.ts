/** Where a partner's node takes messages of conversations beside exchanges. */
export const CONVERSATION_PATH = "/conversations/messages";
