@main struct Channeld { static func main() {} }
