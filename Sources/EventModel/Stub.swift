enum EventModelStub {}
