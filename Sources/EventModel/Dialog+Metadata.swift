import JSON

extension Dialog {
  /// How a dialog began: first touch, and whatever came with it.
  public struct Metadata: SparseFacet {
    public var account = Account()
    /// First touch; the current one stands on the dialog itself.
    public var attribution = Attribution()
    public var visitor = Visitor()
    public var opener = Opener()
    public var integration: Integration?
    /// The caller's own keys, untouched.
    public var custom: JSONFragment?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case integration, custom
    }

    public init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      account = try Account(from: decoder)
      attribution = try Attribution(from: decoder)
      visitor = try Visitor(from: decoder)
      opener = try Opener(from: decoder)
      integration = try values.decodeIfPresent(Integration.self, forKey: .integration)
      custom = try values.decodeIfPresent(JSONFragment.self, forKey: .custom)
    }

    public func encode(to encoder: any Encoder) throws {
      try account.encode(to: encoder)
      try attribution.encode(to: encoder)
      try visitor.encode(to: encoder)
      try opener.encode(to: encoder)
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encodeIfPresent(integration, forKey: .integration)
      try values.encodeIfPresent(custom, forKey: .custom)
    }
  }
}

extension Dialog.Metadata {
  /// On which account of ours a dialog began.
  public struct Account: SparseFacet {
    public var platform: Platform?
    /// `social`, `messenger` or `email`: another vocabulary than an event's `platform_type`.
    public var platformClass: String?
    /// Our account on the platform.
    public var botID: String?
    /// Our account's name there.
    public var botName: String?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case platform
      case platformClass = "platform_type"
      case botID = "bot_id"
      case botName = "bot_name"
    }
  }

  /// Where a person came from and with what.
  public struct Visitor: SparseFacet {
    /// First touch.
    public var trafficSource: String?
    /// The older name of the medium.
    public var trafficChannel: String?
    /// Known of widget visitors only.
    public var deviceType: String?
    /// The browser of a visitor, never that of a webhook's caller.
    public var userAgent: String?
    /// The visitor's, never that of a webhook's caller.
    public var ipAddress: String?
    /// Known of widget visitors only.
    public var geoLocation: String?
    /// BCP 47.
    public var language: String?
    /// Minutes east of UTC.
    public var timezoneOffset: Int64?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case trafficSource = "traffic_source"
      case trafficChannel = "traffic_channel"
      case deviceType = "device_type"
      case userAgent = "user_agent"
      case ipAddress = "ip_address"
      case geoLocation = "geo_location"
      case language
      case timezoneOffset = "timezone_offset"
    }
  }

  /// Who opened a dialog, when it was not the person.
  public struct Opener: SparseFacet {
    /// Whether an operator or a caller opened it.
    public var createdByAdmin: Bool?
    public var adminUserID: String?
    /// What the opener noted.
    public var adminNote: String?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case createdByAdmin = "created_by_admin"
      case adminUserID = "admin_user_id"
      case adminNote = "admin_note"
    }
  }

  /// How the first event came in.
  public struct Integration: SparseFacet {
    /// `webhook`, `polling`, `imap`, `api` or `simulator`.
    public var source: String?
    /// An object of any shape.
    public var data: JSONFragment?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case source, data
    }
  }
}

extension FacetKey<Dialog.Metadata> {
  public static var metadata: Self { Self("metadata") }
}
