"""What a received file says beside what is known, before anything is published."""
