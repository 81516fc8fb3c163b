enum AdapterTestingStub {}
