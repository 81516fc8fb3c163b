import AdapterTesting
import EmailAdapter

/// The channel that all tests of this folder are about.
func adapter(_ more: String = "", mailboxes: String = "[INBOX]") throws -> EmailAdapter {
  try EmailAdapter.made(
    from: """
      name: helpdesk
      type: email
      address: support@company.com
      from_name: Поддержка
      imap: {host: imap.company.com, password: "${cred:mail}", mailboxes: \(mailboxes)}
      smtp: {host: smtp.company.com, password: "${cred:mail}"}
      \(more)
      """, credentials: ["mail": "hunter2hunter2"])
}
