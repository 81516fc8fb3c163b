enum MIMEStub {}
