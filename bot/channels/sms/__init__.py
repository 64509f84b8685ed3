"""The text-message channel: one road for Twilio and for the simulated phone. `service.SmsService` is its front door."""
