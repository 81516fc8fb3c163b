import EventModel
import JSON
import Store

/// An attachment as callers see it (FIELDS §7); where its platform keeps it is not among that.
extension CatalogedFile: JSONWritable {
  package func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("id", id)
      $0.member("type", kind)
      $0.member("event_id", event)
      $0.member("channel_id", channel)
      $0.member("file_name", name ?? content?.name)
      $0.member("file_size", content?.size ?? size)
      $0.member("mime_type", content?.mimeType ?? mimeType)
      $0.member("sha256", content?.sha256)
      $0.member("upload_status", uploadStatus)
      $0.member("unavailable_reason", unavailableReason)
      $0.member("upload_error", error?.internalText)
      $0.member("storage_url", isThere ? "/v1/attachments/\(id)/content" : nil)
      $0.member("created_at", createdAt)
    }
  }

  private var isThere: Bool { state == .ready || state == .proxied }
}
