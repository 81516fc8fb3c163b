import AdapterKit
import EventModel
import Settings

/// One mail account: letters come by IMAP, answers go by SMTP, a thread is a dialog.
package struct EmailAdapter: Listening {
  package static let platform = Platform.email

  let settings: EmailSettings

  package init?(reading settings: inout SettingsReader) {
    guard let read = EmailSettings(reading: &settings) else { return nil }
    self.init(settings: read)
  }

  private init(settings: EmailSettings) { self.settings = settings }

  /// An account whose address nobody has: every letter is somebody else's.
  package static var forReading: EmailAdapter? { EmailAdapter(settings: .ofNobody) }

  package var identity: ChannelIdentity {
    ChannelIdentity(externalID: settings.address.text, name: settings.fromName)
  }

  package var abilities: Abilities {
    var limits = Abilities.Limits(longestText: Self.longestText)
    limits.mostAttachments = 50
    limits.largestUpload = 25 << 20
    limits.largestDownload = Int64(settings.largestLetter)
    let grants: [Ability: Abilities.Grant] = [
      .send: .yes, .quote: .yes, .richText: .yes, .attachments: .yes, .subject: .yes,
      .markRead: .yes,
    ]
    return Abilities(
      pace: Pace(Rate(5, per: .seconds(1))),
      places: [Abilities.Place([], limits: limits, grants: grants)])
  }

  /// Logs in at both servers, looks whether every mailbox is there, and leaves again.
  package func bind(over transport: some Transport) async throws(SendFailure) -> ChannelIdentity {
    var imap = IMAPConversation(try await transport.open(settings.imap))
    do {
      try await imap.greet()
      for mailbox in settings.mailboxes { _ = try await imap.examine(mailbox) }
    } catch {
      await imap.leave()
      throw error
    }
    await imap.leave()
    var smtp = SMTPConversation(try await transport.open(settings.smtp))
    do {
      try await smtp.greet(as: settings.smtp.ownName)
    } catch {
      await smtp.leave()
      throw error
    }
    await smtp.leave()
    return identity
  }
}

extension Platform {
  package static let email: Self = "email"
}

extension SourceContext.Kind {
  static let emailThread: Self = "email_thread"
}
